"""A side's counters as one DynamoDB item, and the conditional updates that change it.

Everything that limits calls is in this one item, so that one UpdateItem takes a reservation or refuses it: exact
under any concurrency, half the price of a transaction, and never cancelled by another worker's at the same moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crmsync.adapters.aws.attributes import Scalar
from crmsync.core.call_counters import HOUR, SECOND, Counters, Demand, day_start, first_hour, hour_of
from crmsync.core.record import Millis

_BUCKET = "h_%Y%m%d%H"


def bucket_name(hour: int) -> str:
    """`h_2026112203`: the hour since the epoch as people read it, UTC."""
    return datetime.fromtimestamp(hour * HOUR / 1_000, UTC).strftime(_BUCKET)


def _hour_of_bucket(name: str) -> int:
    return int(datetime.strptime(name, _BUCKET).replace(tzinfo=UTC).timestamp()) * 1_000 // HOUR


def counters_document(counters: Counters) -> dict[str, Scalar]:
    return {
        "used": counters.used,
        "aged": counters.aged,
        "day_start": counters.day_start,
        "day_used": counters.day_used,
        "second_at": counters.second,
        "second_calls": counters.second_calls,
        "second_searches": counters.second_searches,
        **{bucket_name(hour): calls for hour, calls in counters.hours.items()},
    }


def counters_from(document: Mapping[str, Any]) -> Counters:
    """The inverse of `counters_document`."""
    return Counters(
        used=document["used"],
        aged=document["aged"],
        hours={_hour_of_bucket(name): calls for name, calls in document.items() if name.startswith("h_")},
        day_start=document["day_start"],
        day_used=document["day_used"],
        second=document["second_at"],
        second_calls=document["second_calls"],
        second_searches=document["second_searches"],
    )


@dataclass(slots=True)
class Update:
    """An UpdateItem in the making."""

    conditions: list[str] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    adds: list[str] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)
    values: dict[str, Scalar] = field(default_factory=dict)

    @property
    def expression(self) -> str:
        clauses = {"SET": self.sets, "ADD": self.adds, "REMOVE": self.removes}
        return " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses.items() if parts)

    @property
    def condition(self) -> str:
        return " AND ".join(self.conditions)


def charge(demand: Demand, presumed: Counters) -> Update:
    """Takes the demand if the item's day and second are where `presumed` has them, or need to move on from there."""
    update = Update(values={":units": demand.units})
    _charge_rolling(update, demand)
    _charge_day(update, demand, presumed)
    if demand.allowance.per_second is not None or demand.searches:
        _charge_second(update, demand, presumed)
    return update


def _charge_rolling(update: Update, demand: Demand) -> None:
    update.conditions.append("aged >= :first")
    update.values[":first"] = first_hour(demand.now)
    update.adds += ["used :units", f"{bucket_name(hour_of(demand.now))} :units"]
    if demand.allowance.window != "calendar":
        _below_cap(update, demand, "used")


def _charge_day(update: Update, demand: Demand, presumed: Counters) -> None:
    today = day_start(demand.now, demand.allowance.time_zone)
    if presumed.day_start < today:
        update.conditions.append("day_start < :today")
        update.sets += ["day_start = :today", "day_used = :units"]
        update.values[":today"] = today
        return
    update.conditions.append("day_start = :today")
    update.values[":today"] = presumed.day_start
    update.adds.append("day_used :units")
    if demand.allowance.window == "calendar":
        _below_cap(update, demand, "day_used")


def _below_cap(update: Update, demand: Demand, counter: str) -> None:
    update.conditions.append(f"{counter} <= :room")
    update.values[":room"] = demand.allowance.cap - demand.units


def _charge_second(update: Update, demand: Demand, presumed: Counters) -> None:
    second = demand.now // SECOND
    update.values[":searches"] = demand.searches
    if presumed.second < second:
        update.conditions.append("second_at < :second")
        update.sets += ["second_at = :second", "second_calls = :units", "second_searches = :searches"]
        update.values[":second"] = second
        return
    update.conditions.append("second_at = :second")
    update.values[":second"] = presumed.second
    update.adds += ["second_calls :units", "second_searches :searches"]
    _within_second(update, "second_calls", demand.allowance.per_second, demand.units)
    if demand.searches:
        _within_second(update, "second_searches", demand.allowance.search_per_second, demand.searches)


def _within_second(update: Update, counter: str, limit: int | None, wanted: int) -> None:
    if limit is not None:
        update.conditions.append(f"{counter} <= :{counter}_room")
        update.values[f":{counter}_room"] = limit - wanted


def age(stored: Counters, now: Millis) -> Update:
    """Drops the buckets that no longer count, if they still are as `stored` has them (units may come back)."""
    first = first_hour(now)
    old = {hour: calls for hour, calls in stored.hours.items() if hour < first}
    update = Update(values={":first": first, ":aged": stored.aged, ":old": -sum(old.values())})
    update.conditions.append("aged = :aged")
    update.sets.append("aged = :first")
    update.adds.append("used :old")
    for place, (hour, calls) in enumerate(old.items()):
        update.conditions.append(f"{bucket_name(hour)} = :calls{place}")
        update.values[f":calls{place}"] = calls
        update.removes.append(bucket_name(hour))
    return update


def give_back(stored: Counters, units: int, reserved_at: Millis) -> Update | None:
    """Takes units out of the bucket of `reserved_at`, never below zero; None when there is nothing to take."""
    bucket = bucket_name(hour_of(reserved_at))
    units = min(units, stored.hours.get(hour_of(reserved_at), 0))
    if units <= 0:
        return None
    update = Update(values={":units": units, ":back": -units, ":today": stored.day_start})
    update.conditions += [f"{bucket} >= :units", "day_start = :today"]
    update.adds += [f"{bucket} :back", "used :back"]
    if reserved_at >= stored.day_start and stored.day_used >= units:
        update.conditions.append("day_used >= :units")
        update.adds.append("day_used :back")
    return update
