"""The administrator who, in some seeds, imports records in the middle of everything; pauses, goes on, or gives up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from crmsync.core.record import Millis

from sandbox.simulation.imports import Teamwork
from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

IMPORTING = 0.3
KINDS = ("contacts", "leads", "leads_and_contacts", "hubspot_contacts")
OF_THOSE_THAT_SYNC = ("accounts", "opportunities", "objects/pet")
"""Where these pairs are switched on; else people."""

SELDOM = 0.4
SELDOM_KINDS = ("tasks", "events", "cases", "campaign")
"""As these; and the people of a campaign, where there is one."""

EARLIEST: Millis = 120_000
LATEST: Millis = 600_000
PATIENCE: Millis = 20_000
"""After which a command that was not answered is given again."""

TEAM = Teamwork(lanes=lambda records: 1 + min(2, records // 4), set_records=3)
"""Of as few people as a simulation has."""

STEERINGS: tuple[tuple[str, ...], ...] = ((), (), ("pause", "resume"), ("cancel",))

Give = Callable[[Callable[[], object]], None]
"""Runs a command as an invocation of the admin function, which may crash like any other."""


class Importer:
    """`job_id` is empty until an import was begun."""

    def __init__(
        self, rng: Random, product: Product, scheduler: Scheduler, give: Give, campaigns: Mapping[str, str]
    ) -> None:
        """`campaigns` are the ids of those that the org has, by name."""
        self._rng, self._product, self._scheduler, self._give = rng, product, scheduler, give
        self._campaigns = campaigns
        self.job_id = ""
        self._kind = rng.choice(KINDS)
        self._steering = rng.choice(STEERINGS)

    def plan(self) -> None:
        if self._rng.random() < IMPORTING:
            self._product.teamwork = self._rng.choice((TEAM, Teamwork()))
            self._scheduler.after(self._rng.randint(EARLIEST, LATEST), self._begin)
            self._kind = self._rng.choice((self._kind, *OF_THOSE_THAT_SYNC))
            if self._rng.random() < SELDOM:
                self._kind = self._rng.choice(SELDOM_KINDS)

    @property
    def status(self) -> dict[str, Any] | None:
        """None when nothing was begun."""
        return dict(self._product.imports.command("status", {"job_id": self.job_id})["result"]) if self.job_id else None

    def _begin(self) -> None:
        """Again and again until it is confirmed."""
        if self.job_id and self._product.jobs.state(f"import#{self.job_id}").get("state") != "estimated":
            self.steer(self._steering)
            return
        self._give(self._estimate_and_confirm)
        self._scheduler.after(PATIENCE, self._begin)

    def _estimate_and_confirm(self) -> None:
        imports = self._product.imports
        if not self.job_id:
            answer = imports.command("start", self._wish())
            if not answer["ok"]:
                self._kind = self._kind if self._kind in KINDS else KINDS[0]
                return
            self.job_id = str(answer["result"]["job_id"])
        imports.command("confirm", {"job_id": self.job_id, "spread": True})

    def _wish(self) -> dict[str, str]:
        campaigns = sorted(self._campaigns.values())
        is_of_campaign = self._kind == "campaign" and bool(campaigns)
        return {"kind": self._kind, **({"campaign_id": campaigns[0]} if is_of_campaign else {})}

    def steer(self, words: Sequence[str]) -> None:
        """One after the other; of the import, or of its retry while there is one."""
        if not words:
            return
        answers: list[dict[str, Any]] = []
        self._give(lambda: answers.extend(self._answer(words[0])))
        self._scheduler.after(PATIENCE, lambda: self.steer(words[1:] if answers else words))

    def _answer(self, word: str) -> list[dict[str, Any]]:
        """One that comes too late is refused, which is an answer too; none of a store that did not answer."""
        answer = self._product.imports.command(word, {"job_id": self.job_id})
        if answer["ok"] or answer["error"]["code"] in {"not_possible", "busy"}:
            return [answer]
        if answer["error"]["code"] != "retry_later":
            raise AssertionError(f"import.{word}: {answer['error']}")
        return []
