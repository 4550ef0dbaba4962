"""Reads numbers as either CRM shows them: HubSpot as text, Salesforce as JSON numbers with or without `.0`."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

Number = int | float

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_EXACT = 1e15
"""Below it every float is exact to a tenth, so that `12.0` may be told as `12` without loss."""


def read_number(value: object) -> Number | None:
    """The number that the value shows, whole ones as int; None when it shows none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return _whole_if_whole(value)
    return _read_text(value.strip()) if isinstance(value, str) else None


def _read_text(text: str) -> Number | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    return _whole_if_whole(float(text)) if _NUMBER.fullmatch(text) else None


def _whole_if_whole(number: float) -> Number | None:
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def round_to(number: Number, scale: int) -> Number:
    """Rounded half up (away from zero), as Salesforce rounds what has more decimals than the field."""
    if isinstance(number, int):
        return number
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    whole_or_not = _whole_if_whole(float(rounded))
    return number if whole_or_not is None else whole_or_not


def number_text(number: Number) -> str:
    """Plain decimal text without exponent: `0.00001`, not `1e-05`."""
    return str(number) if isinstance(number, int) else format(Decimal(repr(number)), "f")
