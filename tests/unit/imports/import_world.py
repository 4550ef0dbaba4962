"""An org full of people, an empty portal or a filled one, and an administrator who imports."""

from __future__ import annotations

import csv
import io
from typing import Any

from crmsync.core.record import Millis, Side

from sandbox.data.people import people
from sandbox.data.shapes import SHAPES
from sandbox.simulation.imports import TIMEOUT
from tests.unit.sync.sync_world import SyncWorld

MOST_TURNS = 200


class ImportWorld(SyncWorld):
    def load(self, side: Side, records: list[dict[str, Any]], object_type: str = "Contact") -> None:
        """Past the API: no calls, no events."""
        answer = self.control(side, "load", {"object": object_type, "records": records, "ids": []})
        assert answer["loaded"] == len(records), answer["errors"][:3]

    def load_people(self, count: int, *sides: Side, object_type: str = "contact", seed: int = 0) -> None:
        """The same people on each side."""
        for side in sides:
            shape = SHAPES[side.value, object_type]
            name = "contacts" if side is Side.HUBSPOT else object_type.capitalize()
            records = [shape.record(person) for person in people(count, seed)]
            answer = self.control(side, "load", {"object": name, "records": records, "ids": []})
            # Those that are entered twice are refused in HubSpot, as they would be there.
            assert answer["loaded"] >= 0.9 * count

    def ask(self, command: str, **args: Any) -> dict[str, Any]:
        answer = self.product.imports.command(command, args)
        assert answer["ok"], answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    def refused(self, command: str, **args: Any) -> tuple[str, str]:
        """Code and message."""
        answer = self.product.imports.command(command, args)
        assert not answer["ok"], answer["result"]
        return answer["error"]["code"], answer["error"]["message"]

    def started(self, **args: Any) -> str:
        """A confirmed import's id."""
        job_id = str(self.ask("start", **args)["job_id"])
        self.ask("confirm", job_id=job_id, spread=True)
        return job_id

    def turn(self, remaining: Millis = TIMEOUT) -> str | None:
        """One invocation of the function, after the wait that it takes; None when no message is left."""
        queue = self.product.import_queue
        due = queue.next_visible_at()
        if due is None:
            return None
        self.clock.advance(max(0, due - self.clock.now()))
        message = queue.take()
        assert message is not None
        outcome = self.product.imports.run(message, remaining)
        queue.delete(message)
        return outcome

    def import_all(self, remaining: Millis = TIMEOUT, **args: Any) -> dict[str, Any]:
        """Start, confirm, run to the end; the status then."""
        job_id = self.started(**args)
        self.run_turns(remaining)
        return self.ask("status", job_id=job_id)

    def run_turns(self, remaining: Millis = TIMEOUT) -> None:
        for _ in range(MOST_TURNS):
            if self.turn(remaining) is None:
                return
        raise AssertionError("the import does not come to rest")

    def status(self, job_id: str) -> dict[str, Any]:
        return self.ask("status", job_id=job_id)

    def failed_rows(self, job_id: str) -> list[dict[str, str]]:
        """What the administrator's CSV says."""
        assert self.ask("failed", job_id=job_id)["url"]
        return list(csv.DictReader(io.StringIO(self.product.exports.files[f"imports/{job_id}/left-out.csv"])))

    def run_turns_for(self, days: int) -> None:
        """As long as the function is asked, and at most so many days."""
        end = self.clock.now() + days * 86_400_000
        while self.clock.now() < end and self.turn() is not None:
            pass
