"""Times as both vendors write them, and as we count them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crmsync.core.instant import datetime_text, read_instant
from crmsync.core.record import Millis

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLI = timedelta(milliseconds=1)


def millis_of(value: object) -> Millis:
    """ISO 8601 (with `Z` or `+0000`) or epoch milliseconds as text; 0 for what is no time."""
    moment = read_instant(value)
    return (moment - _EPOCH) // _MILLI if moment is not None else 0


def iso_of(millis: Millis) -> str:
    """`2026-01-02T03:04:05.678Z`"""
    return datetime_text(_EPOCH + millis * _MILLI)
