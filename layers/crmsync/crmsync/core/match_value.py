"""Texts by which records are recognised: equal without regard to case and to blanks around them."""

from __future__ import annotations

from crmsync.core.normal_form import text_of
from crmsync.core.record import Value


def match_value(value: Value) -> str | None:
    """None for a blank, by which nothing is recognised."""
    return None if value is None else text_of(value).strip().lower() or None
