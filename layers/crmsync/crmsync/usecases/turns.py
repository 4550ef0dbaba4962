"""Work that is longer than an invocation goes on in turns: step by step while there is time, then the next turn.

It is saved after each step, so a worker that dies costs one page done again, which finds its records in step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.ports.telemetry import Telemetry

STEP_TIME: Millis = 40_000
"""No step is begun with less time left: a page's calls and writes."""

SHORT_WAIT: Millis = 2_000
"""Waits within the turn; a longer one is a delayed message."""

BUSY: Millis = 10_000
"""After which a turn is tried again whose work another worker holds."""

FIRST_RETRY: Millis = 5_000

_WAITS = {Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN}


class Work(Protocol):
    """`waiting` says what it waits for, empty while it works; `retries` counts the steps that failed in a row."""

    id: str
    waiting: str
    retries: int

    @property
    def is_final(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Steps:
    """`may_begin` is asked before each step, and may end the work. `do` is one step: for how long it has nothing to do
    after it; it raises CrmError. `fail` ends the work for good.
    """

    may_begin: Callable[[], bool]
    do: Callable[[], Millis]
    save: Callable[[], None]
    fail: Callable[[Failure], None]


@dataclass(frozen=True, slots=True)
class Turns:
    """`name` is the kind of work, for the log. What keeps failing is given up after `most_retries`."""

    name: str
    clock: Clock
    telemetry: Telemetry
    most_retries: int

    def work(self, work: Work, steps: Steps, deadline: Millis) -> Millis | None:
        """After which time the next turn is due; None when there is none to come."""
        while not work.is_final:
            if not steps.may_begin():
                return None
            if self.clock.now() + STEP_TIME > deadline:
                return 0
            wait = self._step(work, steps)
            steps.save()
            if wait > SHORT_WAIT:
                return min(wait, MAX_DELAY)
            if wait:
                self.clock.sleep(wait)
        return None

    def _step(self, work: Work, steps: Steps) -> Millis:
        try:
            wait = steps.do()
        except CrmError as error:
            return self._stumble(work, steps, error.failure)
        work.retries = 0
        return wait

    def _stumble(self, work: Work, steps: Steps, failure: Failure) -> Millis:
        """What may work later is waited for, also a login: a session may end as soon as it began, and who changes the
        credentials may be at it. Anything else ends the work.
        """
        self.telemetry.note(f"{self.name} step failed", job=work.id, category=failure.category)
        if failure.consequence is Consequence.QUOTA_EXHAUSTED:
            work.waiting = "quota"
            return MAX_DELAY
        if (failure.consequence in _WAITS or failure.is_of_login) and work.retries < self.most_retries:
            wait = max(failure.retry_after or 0, min(FIRST_RETRY << min(work.retries, 8), MAX_DELAY))
            work.waiting, work.retries = "login" if failure.is_of_login else "unavailable", work.retries + 1
            return wait
        steps.fail(failure)
        return 0
