"""Linked people whose events get lost, and the nightly round that compares them."""

from __future__ import annotations

from typing import Any

from crmsync.core.record import Millis, Side

from sandbox.simulation.reconciles import TIMEOUT
from tests.unit.sync.listed_world import ListedWorld
from tests.unit.sync.sync_world import SECOND, Pair

MOST_TURNS = 200
LONG_AGO: Millis = 600 * SECOND


class ReconcileWorld(ListedWorld):
    def linked_people(self, count: int, *, name: str = "Crowd") -> list[Pair]:
        """Linked contacts, imported in pages; nobody's edit is due."""
        records = [{"LastName": name, "Email": f"{name.lower()}{n}@example.org"} for n in range(count)]
        loaded = self.control(Side.SALESFORCE, "load", {"object": "Contact", "records": records, "ids": []})
        assert loaded["loaded"] == count
        self._import(f"LastName = '{name}'")
        pairs = [Pair(link.hubspot.id, link.salesforce.id) for link in self.product.links.all()]
        self.clock.advance(LONG_AGO)
        self.run()
        return pairs

    def _import(self, where: str) -> None:
        imports, queue = self.product.imports, self.product.import_queue
        job_id = imports.command("start", {"kind": "contacts", "where": where})["result"]["job_id"]
        assert imports.command("confirm", {"job_id": job_id, "spread": True})["ok"]
        for _ in range(MOST_TURNS):
            due = queue.next_visible_at()
            if due is None:
                return
            self.clock.advance(max(0, due - self.clock.now()))
            message = queue.take()
            assert message is not None
            imports.run(message)
            queue.delete(message)

    def lose_events(self) -> None:
        """Both CRMs tell of nothing any more, and nobody polls."""
        self.control(Side.HUBSPOT, "webhooks/chaos", {"lose": 1})
        self.control(Side.SALESFORCE, "events/chaos", {"lose": 1})

    def edit_unheard(self, pair: Pair, *, hubspot: dict[str, Any] | None = None, **fields: Any) -> None:
        """An edit of which no event tells, ten minutes ago."""
        self.lose_events()
        if hubspot:
            self.edit_contact(pair.hubspot, **hubspot)
        if fields:
            self.edit_person(pair.salesforce, **fields)
        self.run()
        self.clock.advance(LONG_AGO)

    def ask(self, command: str) -> dict[str, Any]:
        answer = self.product.reconciles.command(command)
        assert answer["ok"], answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def refused(self, command: str) -> str:
        answer = self.product.reconciles.command(command)
        assert not answer["ok"], answer["result"]
        return str(answer["error"]["code"])

    def turn(self, remaining: Millis = TIMEOUT) -> str | None:
        """One invocation by the queue, after the wait that it takes; None when no message is left."""
        queue = self.product.reconcile_queue
        due = queue.next_visible_at()
        if due is None:
            return None
        self.clock.advance(max(0, due - self.clock.now()))
        message = queue.take()
        assert message is not None
        outcome = self.product.reconciles.run(message, remaining)
        queue.delete(message)
        return outcome

    def run_turns(self, remaining: Millis = TIMEOUT) -> None:
        for _ in range(MOST_TURNS):
            if self.turn(remaining) is None:
                return
        raise AssertionError("the round does not come to rest")

    def reconcile(self, remaining: Millis = TIMEOUT) -> dict[str, Any]:
        """A nightly round from its beginning to its end; its report."""
        assert self.product.reconciles.nightly(remaining) in {"running", "done"}
        self.run_turns(remaining)
        return self.ask("report")

    def drift(self, report: dict[str, Any], object_type: str = "contact") -> dict[tuple[str, str], int]:
        """Values by field and cause."""
        own = [one for one in report["drift"] if one["object"] == object_type]
        return {(one["field"], one["cause"]): one["values"] for one in own}
