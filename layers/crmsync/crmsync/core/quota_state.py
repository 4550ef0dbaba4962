"""How much of a side's allocation is used, what is left to whom, and when calls come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.call_counters import BUCKETS_KEPT, HOUR, next_day_start
from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.record import Millis, Side

WARNINGS = (75, 90)
"""Per cent of the allocation from which on an administrator is warned; an alarm each."""


@dataclass(frozen=True, slots=True)
class QuotaState:
    """`allocation` is the calls a day of all classes together, `left` what each class may still make now."""

    side: Side
    settings: QuotaSettings
    allocation: int
    used: int
    left: Mapping[CallClass, int]
    vendor: tuple[int, int, Millis] | None
    """The vendor's own figures, of all integrations together: used, limit, read when."""

    @property
    def used_percent(self) -> float:
        return 100 * self.used / self.allocation if self.allocation else 100.0

    @property
    def warning(self) -> int | None:
        """The highest threshold that is reached; None below all."""
        return max((level for level in WARNINGS if self.used_percent >= level), default=None)


class Return(NamedTuple):
    """So many calls may be made again from that moment on."""

    at: Millis
    calls: int


def returns(settings: QuotaSettings, calls_by_hour: Mapping[int, int], used: int, now: Millis) -> list[Return]:
    """When what was used comes back, the soonest first. `calls_by_hour` is keyed by the hour since the epoch.

    A calendar day gives all back at midnight; of a rolling one each hour's calls come back a day after its end.
    """
    if not used:
        return []
    if settings.window == "calendar":
        return [Return(next_day_start(now, settings.time_zone), used)]
    opened: list[Return] = []
    for hour, calls in sorted(calls_by_hour.items(), reverse=True):
        # The report may count a call twice whose own answer was lost; more than is used does not come back.
        counted = min(calls, used - sum(one.calls for one in opened))
        at = (hour + BUCKETS_KEPT + 1) * HOUR
        if counted > 0 and at > now:
            opened.append(Return(at, counted))
    return opened[::-1]
