"""Counts and caps calls: each HTTP attempt takes one unit of the daily allocation before its socket opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.quota import Allowance, Refused
from crmsync.core.rate_window import granted_in_ten_seconds
from crmsync.core.record import Millis, Side
from crmsync.ports.clock import Clock
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport
from crmsync.ports.usage import Caller, CallLedger

LONGEST_WAIT: Millis = 2_000
MAX_WAITS = 3


class MeteredTransport:
    """A Transport for one batch of work. Close it when the batch is done, also after an error.

    `allowance` gives the cap of a call class as it is now; no call begins after `latest`.
    """

    def __init__(
        self,
        transport: Transport,
        ledger: CallLedger,
        side: Side,
        *,
        clock: Clock,
        caller: Caller,
        allowance: Callable[[CallClass], Allowance],
        latest: Millis | None = None,
    ) -> None:
        self._transport = transport
        self._ledger = ledger
        self._side = side
        self._clock = clock
        self._caller = caller
        self._allowance = allowance
        self._latest = latest
        self._ahead: list[Millis] = []
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def reserve_ahead(self, calls: int) -> None:
        """Takes the units of the next calls in one step; searches take theirs when they come.

        Raises CrmError(QUOTA_EXHAUSTED or RETRY_LATER), and has taken none then.
        """
        if calls > 0:
            self._ahead.extend([self._reserve(calls)] * calls)

    def send(self, call: ApiCall) -> ApiAnswer:
        """Raises CrmError(QUOTA_EXHAUSTED or RETRY_LATER) without having called."""
        self._refuse_late(self._clock.now())
        if self._ahead and not call.is_search:
            self._ahead.pop()
        else:
            self._reserve(1, searches=int(call.is_search))
        self._counts[(self._caller.call_class.value, call.purpose, self._caller.function)] += 1
        answer = self._transport.send(call)
        self._learn_window(answer)
        return answer

    def _refuse_late(self, begins_at: Millis) -> None:
        """A worker that is killed over a call leaves its records to others, one by one."""
        if self._latest is not None and begins_at > self._latest:
            message = f"the worker had no time left for another call to {self._side}"
            raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))

    def _learn_window(self, answer: ApiAnswer) -> None:
        """A portal's edition is not known beforehand: what the first answer tells sets the pace of all workers. A
        store that does not answer must not cost us the CRM's answer.
        """
        granted = granted_in_ten_seconds(answer.headers)
        if granted is not None:
            with suppress(CrmError):
                self._ledger.set_window(self._side, granted)

    def close(self) -> None:
        """Gives back what was not used and reports what was. Harmless when called again."""
        unused, self._ahead = Counter(self._ahead), []
        counts, self._counts = self._counts, Counter()
        for reserved_at, units in unused.items():
            self._ledger.give_back(self._side, units, reserved_at)
        if counts:
            self._ledger.record(self._side, self._clock.now(), counts)

    def _reserve(self, units: int, searches: int = 0) -> Millis:
        """When the units were taken. Waits out short limits, up to three times."""
        waits_left = MAX_WAITS
        while True:
            now = self._clock.now()
            allowance = self._allowance(self._caller.call_class)
            refused = self._ledger.reserve(self._side, units, allowance, now, searches=searches)
            if refused is None:
                return now
            if refused.exhausted or refused.retry_after > LONGEST_WAIT or waits_left == 0:
                raise CrmError(self._refusal(refused))
            self._refuse_late(now + refused.retry_after)
            self._clock.sleep(refused.retry_after)
            waits_left -= 1

    def _refusal(self, refused: Refused) -> Failure:
        if refused.exhausted:
            message = f"the {self._side} calls allotted to {self._caller.call_class} work are used up"
            return Failure(Consequence.QUOTA_EXHAUSTED, Category.QUOTA, message, retry_after=refused.retry_after)
        message = f"{self._side}'s short-term call limit is taken by other workers"
        return Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message, retry_after=refused.retry_after)
