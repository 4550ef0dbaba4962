"""Matches records of any object: by id, then by a text that is unique on both sides. What is ambiguous is parked as
duplicates, and nothing is created for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.match_key import MatchKey
from crmsync.core.match_value import match_value
from crmsync.core.outcome import Outcome
from crmsync.core.parked import Category
from crmsync.core.record import Record, Side
from crmsync.ports.crm import KeyValues, Look, Seen
from crmsync.ports.links import value_key
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.counterparts import leave_excluded, leave_linked_counterparts
from crmsync.usecases.sync.creation import leave_unwanted
from crmsync.usecases.sync.match_by_id import take_by_id
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import crm_of, filters
from crmsync.usecases.sync.resolve import reserve
from crmsync.usecases.sync.work_item import WorkItem, still_open

Keyed = Mapping[str, str]
"""By item key, the value."""


def match_by_value(items: Sequence[WorkItem], batch: Batch) -> None:
    leave_unwanted(items)
    take_by_id(still_open(items), batch)
    lonely = [item for item in still_open(items) if item.record(item.origin.side.other) is None]
    values = {item.key: value for item in lonely if (value := _value(item)) is not None}
    keyed = [item for item in lonely if item.key in values]
    reserve(keyed, [(value_key(item.pair.name, _digest(values[item.key])),) for item in keyed], batch)
    for side in Side:
        _match_side([item for item in still_open(keyed) if item.origin.side is side], values, batch)


def _key(item: WorkItem) -> MatchKey:
    key = item.pair.object_pair.match
    if key is None:
        raise AssertionError(f"{item.pair.name} has no match key")
    return key


def _field(item: WorkItem, side: Side) -> tuple[str, str]:
    """Object and field of the key."""
    key, pair = _key(item), item.pair
    return (pair.hubspot_type, key.hubspot[0]) if side is Side.HUBSPOT else next(iter(key.salesforce.items()))


def _value(item: WorkItem) -> str | None:
    record = item.record(item.origin.side)
    return match_value(record.values.get(_field(item, item.origin.side)[1])) if record is not None else None


def _digest(value: str) -> str:
    """Keys must hold no personal data."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def _match_side(items: Sequence[WorkItem], values: Keyed, batch: Batch) -> None:
    """One call a side: a rival beside the record makes the match as ambiguous as several counterparts do."""
    if not items:
        return
    side = items[0].origin.side
    here, there = _look(items, values, side, batch), _look(items, values, side.other, batch)
    for item in items:
        value = values[item.key]
        found = there.keyed[_field(item, side.other)].get(value, ())
        rivals = [one for one in here.keyed[_field(item, side)].get(value, ()) if one.ref != item.origin]
        if leave_excluded(item, found, there):
            continue
        if len(found) > 1 or rivals:
            item.leave(_ambiguous(_field(item, side)[1], [*rivals, *(found if len(found) > 1 else ())]))
        elif found:
            item.read[side.other] = found[0]
    leave_linked_counterparts(still_open(items), "value", batch)


def _ambiguous(name: str, others: Sequence[Record]) -> Outcome:
    refs = sorted(one.ref for one in others)
    names = ", ".join(ref.label for ref in refs)
    return parked(Category.DUPLICATES, f"its {name} is not unique: it is also that of {names}", refs)


def _look(items: Sequence[WorkItem], values: Keyed, side: Side, batch: Batch) -> Seen:
    fields = fields_to_read(batch.configuration.enabled_pairs, side)
    wanted = KeyValues(*_field(items[0], side), tuple(dict.fromkeys(values[item.key] for item in items)))
    return crm_of(batch, side).look(Look(keys=(wanted,), fields=fields, conditions=filters(batch)))
