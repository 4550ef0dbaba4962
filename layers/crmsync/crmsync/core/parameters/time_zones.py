"""Names of time zones that an administrator gives."""

from __future__ import annotations

from crmsync.core.parameters.documents import did_you_mean
from crmsync.core.refusal import Refusal
from crmsync.core.time_zone import time_zone_of

_FAMILIAR = ("UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Tokyo")


def unknown_time_zone(parameter: str, place: str, name: str) -> Refusal | None:
    if _is_time_zone(name):
        return None
    fix = f"Use an IANA name, such as Europe/Berlin.{did_you_mean(name, _FAMILIAR)}"
    return Refusal(parameter, place, f"There is no time zone {name}.", fix)


def _is_time_zone(name: str) -> bool:
    if name == "UTC":
        return True
    try:
        time_zone_of(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
