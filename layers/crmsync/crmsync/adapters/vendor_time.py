"""Times as both vendors write them (ISO 8601), and as we count them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from crmsync.core.record import Millis

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLI = timedelta(milliseconds=1)


def millis_of(text: Any) -> Millis:  # noqa: ANN401 - a JSON value
    """`2026-01-02T03:04:05.678Z`, `…+0000`, or epoch milliseconds; 0 for anything else."""
    if not isinstance(text, str):
        return text if isinstance(text, int) else 0
    if text.isdigit():
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return 0
    return ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH) // _MILLI


def iso_of(millis: Millis) -> str:
    """`2026-01-02T03:04:05.678Z`"""
    moment = _EPOCH + timedelta(milliseconds=millis)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{millis % 1000:03d}Z"
