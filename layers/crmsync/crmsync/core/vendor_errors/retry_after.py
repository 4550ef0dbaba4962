"""The Retry-After header (RFC 9110, 10.2.3)."""

from __future__ import annotations

from crmsync.core.record import Millis

LONGEST: Millis = 86_400_000


def retry_after_of(header: str | None) -> Millis | None:
    """Milliseconds, at most a day; None without the header, or where it is a date (neither vendor sends one)."""
    if header is None or not header.strip().isdigit():
        return None
    return min(int(header) * 1_000, LONGEST)
