"""The administrator who, in some seeds, has the members of a HubSpot list looked at again, page by page."""

from __future__ import annotations

from random import Random
from typing import Any

from crmsync.core.record import Millis, Side

from sandbox.simulation.importer import PATIENCE, Give
from sandbox.simulation.people import People
from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

RESYNCING = 0.35
PREVIEWS = 0.2
GONE = 0.15
A_PAGE = 3
EARLIEST: Millis = 300_000
LATEST: Millis = 660_000
AGAIN_LATER = {"retry_later", "quota_exhausted", "outcome_unknown"}
"""What a store or a CRM that did not answer is told as."""

LISTS = "/crm/v3/lists"

TOO_MANY_CALLS = 429


class ListResyncs:
    """`list_id` is empty until one was begun. `enqueued` counts what all turns told; `is_over` after the last one."""

    def __init__(self, rng: Random, product: Product, scheduler: Scheduler, give: Give, people: People) -> None:
        self._rng, self._product, self._scheduler, self._give = rng, product, scheduler, give
        self._people, self._user = people, people.hubspot
        self._is_preview = rng.random() < PREVIEWS
        self.list_id = ""
        self.enqueued = 0
        self.is_over = self.is_gone = False

    def plan(self) -> None:
        if self._rng.random() < RESYNCING:
            self._user.control("settings", {"list_page_cap": A_PAGE})
            self._scheduler.after(self._rng.randint(EARLIEST, LATEST), self._begin)

    @property
    def missed(self) -> int:
        """How many members more the list has than were looked at."""
        if self._is_preview or self.is_gone:
            return 0
        return int(self._send("GET", f"{LISTS}/{self.list_id}")["list"]["size"]) - self.enqueued

    def _begin(self) -> None:
        """Somebody puts some people into a list, and at times deletes it soon after."""
        ids = sorted({known.id for known in self._people.records if known.side is Side.HUBSPOT})
        chosen = self._rng.sample(ids, self._rng.randint(len(ids) // 2, len(ids)))
        body = {"name": "To be looked at", "objectTypeId": "0-1", "processingType": "MANUAL"}
        made = self._user.send("POST", LISTS, body)
        if made.status == TOO_MANY_CALLS:
            self._scheduler.after(PATIENCE, self._begin)
            return
        self.list_id = str(made.json()["list"]["listId"])
        self._fill(chosen)

    def _fill(self, chosen: list[str]) -> None:
        if self._user.send("PUT", f"{LISTS}/{self.list_id}/memberships/add", chosen).status == TOO_MANY_CALLS:
            self._scheduler.after(PATIENCE, lambda: self._fill(chosen))
            return
        if self._rng.random() < GONE:
            self._scheduler.after(PATIENCE // 2, self._delete)
        self._turn(None)

    def _delete(self) -> None:
        self.is_gone = True
        self._user.send("DELETE", f"{LISTS}/{self.list_id}")

    def _turn(self, after: str | None) -> None:
        answers: list[dict[str, Any]] = []
        wish = {"object": "contact", "list_id": self.list_id, "preview": self._is_preview}
        given = {**wish, "after": after} if after else wish
        self._give(lambda: answers.append(self._product.reconciles.resync(**given)))
        self._scheduler.after(PATIENCE, lambda: self._go_on(after, answers))

    def _go_on(self, after: str | None, answers: list[dict[str, Any]]) -> None:
        """The same turn again when nobody answered, or a CRM or a store was away."""
        if not answers or (not answers[0]["ok"] and answers[0]["error"]["code"] in AGAIN_LATER):
            self._turn(after)
            return
        answer = answers[0]
        if not answer["ok"]:
            self._take_refusal(answer["error"])
            return
        self.enqueued += answer["result"].get("enqueued", 0)
        if answer["result"]["next"] is None:
            self.is_over = True
        else:
            self._turn(answer["result"]["next"])

    def _take_refusal(self, error: dict[str, Any]) -> None:
        """Of a list that is gone by now."""
        if not self.is_gone or error["code"] != "bad_arguments" or "has no list" not in error["message"]:
            raise AssertionError(f"resync of a list: {error}")
        self.is_over = True

    def _send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON is any value
        response = self._user.send(method, path, body)
        if response.status not in {200, 201}:
            raise AssertionError(f"{path}: {response.json()}")
        return response.json()
