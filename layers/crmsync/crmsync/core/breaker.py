"""Breakers: how many values of one field may be cleared, and how many records deleted, within an hour."""

from __future__ import annotations

from crmsync.core.record import Millis

HOUR: Millis = 3_600_000
"""It begins with the first of them."""


def clears_of(pair: str, field: str) -> str:
    """The name of a breaker. `field` is the mapping key."""
    return f"{pair}#clears#{field}"


def deletions_of(pair: str) -> str:
    return f"{pair}#deletions"
