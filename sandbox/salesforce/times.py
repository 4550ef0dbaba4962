"""Times as the org keeps them (epoch milliseconds, ISO dates) and as its API writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

DAY_MS = 86_400_000


@lru_cache(maxsize=16384)
def iso(ms: int) -> str:
    """`2026-01-02T03:04:05.000+0000`, the form of every datetime in an answer."""
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}+0000"


def parse_datetime(text: str) -> int:
    """Epoch ms of an ISO 8601 datetime; without an offset it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if "T" not in text:
        raise ValueError(text)
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def parse_date(text: str) -> str:
    """The date, checked. Raises ValueError."""
    return date.fromisoformat(text).isoformat()


def to_ms(moment: datetime) -> int:
    return round((moment - _EPOCH) / timedelta(milliseconds=1))


def day_start(moment_ms: int) -> datetime:
    """Midnight UTC of the day of that time."""
    moment = datetime.fromtimestamp(moment_ms / 1000, UTC)
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def http_date(ms: int) -> str:
    return format_datetime(datetime.fromtimestamp(ms // 1000, UTC), usegmt=True)


def parse_http_date(text: str) -> int | None:
    """Epoch ms; None when the text is no HTTP date."""
    try:
        return to_ms(parsedate_to_datetime(text))
    except (ValueError, TypeError):
        return None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
