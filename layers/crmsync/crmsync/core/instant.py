"""Reads times as either CRM shows them: ISO 8601 with `Z` or `+0000`, dates, and milliseconds since the epoch."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from crmsync.core.time_zone import time_zone_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLIS = re.compile(r"-?\d{1,15}", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?", re.ASCII)


def read_instant(value: object) -> datetime | None:
    """The moment in UTC; a date is its midnight, a time without zone is UTC. None when the value shows none."""
    try:
        return _read(value)
    except (ValueError, OverflowError):
        return None


def _read(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _EPOCH + timedelta(milliseconds=int(value))
    return _read_text(value.strip()) if isinstance(value, str) else None


def _read_text(text: str) -> datetime | None:
    if _MILLIS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(text))
    if not _ISO.fullmatch(text):
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def date_text(moment: datetime) -> str:
    """The UTC day: `2026-01-02`."""
    return moment.date().isoformat()


def day_in(moment: datetime, time_zone: str) -> str:
    """The day that it is there at that moment: `2026-01-02`. OverflowError beyond the calendar."""
    return date_text(moment.astimezone(time_zone_of(time_zone)))


def midnight_in(moment: datetime, time_zone: str) -> datetime:
    """When the UTC day of that moment begins there, in UTC. OverflowError beyond the calendar."""
    return datetime.combine(moment.date(), time.min, time_zone_of(time_zone)).astimezone(UTC)


def datetime_text(moment: datetime, *, whole_seconds: bool = False) -> str:
    """`2026-01-02T03:04:05.678Z`; with `whole_seconds` the milliseconds are cut off."""
    shown = moment.replace(microsecond=0) if whole_seconds else moment
    return f"{shown.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
