"""How many calls crmsync may make: an allocation of each CRM's daily limit, shared by three classes of work."""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.change import CallClass
from crmsync.core.configuration import QuotaSettings
from crmsync.core.record import Millis, Side

DEFAULT_PERCENT = {Side.HUBSPOT: 80.0, Side.SALESFORCE: 50.0}

SMALLEST_VENDOR_LIMIT = {Side.HUBSPOT: 250_000, Side.SALESFORCE: 15_000}
"""What the smallest editions grant a day; assumed until the vendor's own figure is known.

https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta
"""

HUBSPOT_WINDOW = 190
"""Calls within ten rolling seconds that HubSpot's Pro and Enterprise editions grant; assumed until an answer tells."""

SECONDS_TOUCHED = 11
"""Ten rolling seconds touch eleven seconds of the clock: 17 calls in each are 187, whatever the alignment."""

HUBSPOT_SEARCHES_PER_SECOND = 2
"""HubSpot grants five within any second: two seconds of the clock that it touches have four at most."""


class Allowance(NamedTuple):
    """The cap in force for one reservation: calls a window, of which this class may use up to `cap`.

    `window` is `rolling` (the last 24 hours) or `calendar` (since midnight in `time_zone`).
    """

    cap: int
    window: str
    time_zone: str = "UTC"
    per_second: int | None = None
    """How many calls may start within one second (HubSpot's 10-second limit, spread)."""
    search_per_second: int | None = None


class Refused(NamedTuple):
    """`retry_after`: milliseconds until it may be tried again; `exhausted` when the daily cap is the reason."""

    retry_after: Millis
    exhausted: bool


def allocation(settings: QuotaSettings, vendor_limit: int | None, side: Side) -> int:
    """The calls a day of all classes together; never more than the vendor's limit where that is known."""
    limit = SMALLEST_VENDOR_LIMIT[side] if vendor_limit is None else vendor_limit
    if settings.daily_limit is not None:
        return settings.daily_limit if vendor_limit is None else min(settings.daily_limit, limit)
    percent = DEFAULT_PERCENT[side] if settings.percent is None else settings.percent
    return int(limit * min(percent, 100.0) / 100)


def allowance(
    settings: QuotaSettings,
    vendor_limit: int | None,
    call_class: CallClass,
    side: Side,
    *,
    used: int = 0,
    remaining_by_vendor: int | None = None,
    window: int | None = None,
) -> Allowance:
    """What `call_class` may use of the side's allocation. `window` is what HubSpot grants within ten seconds.

    `remaining_by_vendor` is what the vendor's own figures leave to all integrations together, taken when our own
    count was `used`; it can only lower the cap. The higher classes' reserves are kept back from it as well.
    """
    whole = allocation(settings, vendor_limit, side)
    reserved = whole * _reserved_percent(settings, call_class) // 100
    if remaining_by_vendor is not None:
        whole = min(whole, used + max(0, remaining_by_vendor))
    is_hubspot = side is Side.HUBSPOT
    return Allowance(
        cap=max(0, whole - reserved),
        window=settings.window,
        time_zone=settings.time_zone,
        per_second=calls_per_second(call_class, window or HUBSPOT_WINDOW) if is_hubspot else None,
        search_per_second=HUBSPOT_SEARCHES_PER_SECOND if is_hubspot else None,
    )


def calls_per_second(call_class: CallClass, window: int = HUBSPOT_WINDOW) -> int:
    """Of HubSpot. Bulk work leaves half of it to people."""
    whole = window // SECONDS_TOUCHED
    return max(1, whole // 2 if call_class is CallClass.BULK else whole)


def _reserved_percent(settings: QuotaSettings, call_class: CallClass) -> int:
    """What is kept for classes above this one: bulk stops first, then poll, live last."""
    kept = {
        CallClass.LIVE: 0,
        CallClass.POLL: settings.reserve_live,
        CallClass.BULK: settings.reserve_live + settings.reserve_poll,
    }
    return min(100, kept[call_class])
