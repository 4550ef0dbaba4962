"""Reads numbers as either CRM shows them: HubSpot as text, Salesforce as JSON numbers with or without `.0`."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

Number = int | float

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_EXACT = 2**53
"""Up to it doubles hold every whole number. Both vendors compute in doubles, so beyond it we do, too."""


def read_number(value: object) -> Number | None:
    """The number that the value shows, whole ones as int; None when it shows none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _plain(value)
    return _read_text(value.strip()) if isinstance(value, str) else None


def _read_text(text: str) -> Number | None:
    return _plain(float(text)) if _NUMBER.fullmatch(text) else None


def _plain(number: Number) -> Number | None:
    if abs(number) <= _EXACT:
        return int(number) if isinstance(number, float) and number.is_integer() else number
    try:
        double = float(number)
    except OverflowError:
        return None
    return int(Decimal(repr(double))) if math.isfinite(double) else None


def round_to(number: Number, scale: int) -> Number:
    """Rounded half up (away from zero), as Salesforce rounds what has more decimals than the field."""
    exact = Decimal(repr(number))
    decimals = -int(exact.as_tuple().exponent)
    if decimals <= scale:
        return number
    rounded = exact.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def number_text(number: Number) -> str:
    """Plain decimal text without exponent: `0.00001`, not `1e-05`."""
    return str(number) if isinstance(number, int) else format(Decimal(repr(number)), "f")
