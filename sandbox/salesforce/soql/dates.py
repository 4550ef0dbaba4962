"""Date literals such as `LAST_N_DAYS:7`: the span of time that each names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from sandbox.salesforce.times import day_start

Unit = Literal["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"]
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_FIXED: dict[str, tuple[Unit, int]] = {"YESTERDAY": ("DAY", -1), "TODAY": ("DAY", 0), "TOMORROW": ("DAY", 1)}
_DIRECTIONS = {"LAST": -1, "THIS": 0, "NEXT": 1}


def span(name: str, count: int, now_ms: int) -> tuple[datetime, datetime]:
    """First moment, and first moment after, in UTC. Weeks begin on Sunday, as in an org in the United States."""
    today = day_start(now_ms)
    if name in _FIXED:
        return _one(today, *_FIXED[name])
    if name.endswith("_AGO"):
        return _one(today, _unit(name.split("_")[1]), -count)
    first, *rest = name.split("_")
    if rest[0] in {"N", "90"}:
        return _many(today, _unit(rest[-1]), 90 if rest[0] == "90" else count, forward=first == "NEXT")
    return _one(today, _unit(rest[0]), _DIRECTIONS[first])


def _unit(word: str) -> Unit:
    units: dict[str, Unit] = {"DAY": "DAY", "WEEK": "WEEK", "MONTH": "MONTH", "QUARTER": "QUARTER", "YEAR": "YEAR"}
    return units[word.removesuffix("S")]


def _one(today: datetime, unit: Unit, offset: int) -> tuple[datetime, datetime]:
    start = _START[unit](today)
    return _shift(start, unit, offset), _shift(start, unit, offset + 1)


def _many(today: datetime, unit: Unit, count: int, *, forward: bool) -> tuple[datetime, datetime]:
    """`LAST_N_DAYS` reaches to the end of today; the other units leave the current one out."""
    start = _START[unit](today)
    if forward:
        return _shift(start, unit, 1), _shift(start, unit, count + 1)
    return _shift(start, unit, -count), _shift(start, unit, 1 if unit == "DAY" else 0)


def _shift(start: datetime, unit: Unit, offset: int) -> datetime:
    if unit == "DAY":
        return start + timedelta(days=offset)
    if unit == "WEEK":
        return start + timedelta(weeks=offset)
    months = start.year * 12 + start.month - 1 + offset * _MONTHS[unit]
    return start.replace(year=months // 12, month=months % 12 + 1, day=1)


_START: dict[Unit, Callable[[datetime], datetime]] = {
    "DAY": lambda day: day,
    "WEEK": lambda day: day - timedelta(days=day.isoweekday() % 7),
    "MONTH": lambda day: day.replace(day=1),
    "QUARTER": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "YEAR": lambda day: day.replace(month=1, day=1),
}
