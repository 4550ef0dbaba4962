"""Which of two changes of one field came later: the two-way rule, when both sides changed to different values."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.reasons import Reason
from crmsync.core.record import Millis, Side

MAX_CLOCK_SKEW: Millis = 300_000
"""A time further in the future is no evidence of anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictTimes:
    """When one field changed, as far as is known.

    `hubspot` is a lower bound while it comes from an event, since a later edit's event may still be on its way; it is
    the time of the present value once it was read from property history, which `fetched` says (None then: not known).
    `salesforce` is the field's own time (a change event's commit time); `salesforce_record` is the record's
    modification time, an upper bound of the field's.
    """

    now: Millis
    hubspot: Millis | None = None
    salesforce: Millis | None = None
    salesforce_record: Millis | None = None
    fetched: bool = False


def later_side(times: ConflictTimes) -> tuple[Side, Reason] | None:
    """The side whose change stands, and why; None when HubSpot's time must be read first. A tie is Salesforce's."""
    if _is_surely_hubspot(times):
        return Side.HUBSPOT, Reason.NEWER
    if not times.fetched:
        return None
    if not _is_trusted(times.hubspot, times.now) or not _is_trusted(times.salesforce, times.now):
        return Side.SALESFORCE, Reason.TIME_UNKNOWN
    return (Side.HUBSPOT if _is_after(times.hubspot, times.salesforce) else Side.SALESFORCE), Reason.NEWER


def _is_surely_hubspot(times: ConflictTimes) -> bool:
    """Newer than anything that happened to Salesforce's record; a later edit in HubSpot would only be newer still."""
    return (
        _is_trusted(times.hubspot, times.now)
        and _is_after(times.hubspot, times.salesforce_record)
        and not _is_after(times.salesforce, times.hubspot)
    )


def _is_trusted(at: Millis | None, now: Millis) -> bool:
    return at is not None and at <= now + MAX_CLOCK_SKEW


def _is_after(one: Millis | None, other: Millis | None) -> bool:
    return one is not None and other is not None and one > other
