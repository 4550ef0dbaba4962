"""HubSpot's two ways to write a time: ISO-8601 in UTC with milliseconds, and epoch milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def iso_of(ms: int) -> str:
    """`2026-01-02T03:04:05.678Z`"""
    moment = EPOCH + timedelta(milliseconds=ms)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


def date_of(ms: int) -> str:
    return f"{EPOCH + timedelta(milliseconds=ms):%Y-%m-%d}"


@lru_cache(maxsize=4096)
def ms_of(text: str) -> int:
    """Epoch milliseconds of a number or an ISO-8601 date or time (UTC where it says none). Raises ValueError."""
    if text.lstrip("-").isdigit():
        return int(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(milliseconds=1)
