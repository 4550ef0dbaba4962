"""The `Date` header of an answer: the server's own clock."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from crmsync.core.record import Millis


def server_time(headers: Mapping[str, str]) -> Millis | None:
    """Whole seconds; None without a readable header. Names are in lower case."""
    try:
        return int(parsedate_to_datetime(headers.get("date", "")).timestamp() * 1_000)
    except (ValueError, TypeError):
        return None
