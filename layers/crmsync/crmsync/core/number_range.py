"""Options that are ranges of numbers, such as HubSpot's number of employees: `1-5`, `5-25`, `1000+`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crmsync.core.number import Number

_RANGE = re.compile(r"(?P<low>[\d., ']*\d)\s*(?:-|–|to)\s*(?P<high>[\d., ']*\d)", re.ASCII)
_OPEN = re.compile(r"(?P<low>[\d., ']*\d)\s*\+", re.ASCII)
_SEPARATORS = re.compile(r"[., ']")


def range_of(number: Number, options: Iterable[str]) -> str | None:
    """The smallest range that holds the number, the lower one of equals; None when none does."""
    holding = []
    for option in options:
        bounds = _bounds(option)
        if bounds is not None and bounds[0] <= number <= bounds[1]:
            holding.append((bounds[1] - bounds[0], bounds[0], option))
    return min(holding)[2] if holding else None


def _bounds(option: str) -> tuple[float, float] | None:
    """Both ends are in the range; None for an option that is no range."""
    text = option.strip()
    closed = _RANGE.fullmatch(text)
    if closed:
        return _plain(closed["low"]), _plain(closed["high"])
    still_open = _OPEN.fullmatch(text)
    return (_plain(still_open["low"]), float("inf")) if still_open else None


def _plain(text: str) -> float:
    return float(_SEPARATORS.sub("", text))
