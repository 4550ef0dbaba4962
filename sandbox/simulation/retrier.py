"""The administrator who, in some seeds, has what an import could not bring over tried again, pauses it and goes on, or
gives it up, and reads its file.
"""

from __future__ import annotations

from random import Random
from typing import Any

from crmsync.core.record import Millis

from sandbox.simulation.importer import PATIENCE, STEERINGS, Give, Importer
from sandbox.simulation.product import Product
from sandbox.simulation.scheduler import Scheduler

RETRYING = 0.8
MOST = 3
FIRST_LOOK: Millis = 150_000
ENDED = {"done", "cancelled", "failed"}
LATER = {"not_possible", "busy", "retry_later"}
"""An import that is not at rest yet, and a store that did not answer."""


class Retrier:
    """`retries` is how often a retry was begun."""

    def __init__(self, rng: Random, product: Product, scheduler: Scheduler, give: Give, importer: Importer) -> None:
        self._rng, self._product, self._scheduler, self._give = rng, product, scheduler, give
        self._importer = importer
        self._left = rng.randint(1, MOST)
        self.retries = 0

    def plan(self) -> None:
        if self._rng.random() < RETRYING:
            self._scheduler.after(FIRST_LOOK, self._look)

    def _look(self) -> None:
        """Until as many retries were begun as this administrator has patience for."""
        status = self._importer.status
        if status is not None and status["state"] in ENDED and status["counts"]["failed"]:
            self._give(self._retry)
        if self._left:
            self._scheduler.after(PATIENCE + self._rng.randint(0, PATIENCE), self._look)

    def _retry(self) -> None:
        if self._answer("retry") is not None:
            self._left -= 1
            self.retries += 1
            self._importer.steer(self._rng.choice(STEERINGS))
        self._read_all()

    def _read_all(self) -> None:
        answer = self._answer("failed")
        while answer is not None and answer["next"] is not None:
            answer = self._answer("failed", after=answer["next"])

    def _answer(self, word: str, **args: str) -> dict[str, Any] | None:
        """None when it was refused for now."""
        answer = self._product.imports.command(word, {"job_id": self._importer.job_id, **args})
        if answer["ok"]:
            return dict(answer["result"])
        if answer["error"]["code"] not in LATER:
            raise AssertionError(f"import.{word}: {answer['error']}")
        return None
