"""Plans the undo of values that crmsync wrote: put back where the field still holds what we wrote. Pure.

Base remembers the value that was put back beside what the other side shows, as if both had always differed: nothing
moves until one of them changes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from crmsync.core.absent import Absent
from crmsync.core.convert import wire_value
from crmsync.core.lifecycle import LIFECYCLE_STAGE
from crmsync.core.lifecycle_plan import written_mappings
from crmsync.core.link import BaseValue, Entry
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_name, field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value
from crmsync.core.record_plan import RecordPlan
from crmsync.core.state_and_country import with_countries

_MARKER = re.compile(r"sha256:[0-9a-f]{64}:\d+\Z")


class Kept(StrEnum):
    """Why a value stays as it is."""

    CHANGED_SINCE = "changed_since"
    TOO_LONG = "too_long"
    """History holds only the marker of the long value that stood there."""
    NOT_MAPPED = "not_mapped"
    NOT_WRITABLE = "not_writable"
    REQUIRED = "required"
    OPT_OUT = "opt_out"
    """The sync never opts anybody in."""


class Written(NamedTuple):
    """What was written to one field, the first that is to be undone and the last: `before` stood there before all."""

    side: Side
    key: str
    before: Value
    last: Value


class UndoPlan(NamedTuple):
    """`kept` are the fields that stay, with the reason."""

    plan: RecordPlan
    kept: tuple[tuple[str, Kept], ...]


def plan_undo(given: PlanInput, entries: Sequence[Entry]) -> UndoPlan:
    """`entries` are those to be undone, the oldest first. A plan made after this one was carried out is empty."""
    mappings = written_mappings(given.pair, given.salesforce_type)
    base = dict(given.link.base) if given.link is not None else {}
    writes: dict[Side, dict[str, Value]] = {side: {} for side in Side}
    undone: list[Entry] = []
    kept: list[tuple[str, Kept]] = []
    for one in _written(entries):
        mapping = mappings.get(one.key)
        why = _why_not(one, mapping, given)
        if mapping is None or why is not None:
            kept.append((one.key, why or Kept.NOT_MAPPED))
            continue
        present = normal(shown(given, mapping, one.side), mapping, one.side, given)
        kind = field_type(mapping, one.side, given.salesforce_type)
        name = field_name(mapping, one.side, given.salesforce_type)
        writes[one.side][name] = wire_value(one.before, one.side, kind)
        undone.append(Entry(one.side, one.key, present, one.before, mapping.rule, Reason.UNDONE))
        if mapping in given.pair.mappings:
            base[one.key] = _base(one, mapping, given)
    return UndoPlan(with_countries(_plan(writes, undone, base, mappings, given), given), tuple(kept))


def _written(entries: Sequence[Entry]) -> Iterator[Written]:
    """A field at a time. Where somebody else's value lies between two of ours, only the later one is undone."""
    by_field: dict[tuple[Side, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.old != entry.new:
            by_field[entry.side, entry.field].append(entry)
    for (side, key), own in by_field.items():
        before = own[-1].old
        for earlier in reversed(own[:-1]):
            if shorten(earlier.new) != shorten(before):
                break
            before = earlier.old
        yield Written(side, key, before, own[-1].new)


def _why_not(one: Written, mapping: FieldMapping | None, given: PlanInput) -> Kept | None:
    if mapping is None:
        return Kept.NOT_MAPPED
    if mapping.is_latch:
        return Kept.OPT_OUT
    present = shown(given, mapping, one.side)
    if isinstance(present, Absent) or not field_type(mapping, one.side, given.salesforce_type).writable:
        return Kept.NOT_WRITABLE
    now = normal(present, mapping, one.side, given)
    if shorten(now) != shorten(one.last) and not _is_interrupted(one, now):
        return Kept.CHANGED_SINCE
    if isinstance(one.before, str) and _MARKER.match(one.before):
        return Kept.TOO_LONG
    name = field_name(mapping, one.side, given.salesforce_type)
    is_needed = one.side is Side.SALESFORCE and name in given.pair.required(given.salesforce_type)
    return Kept.REQUIRED if one.before is None and is_needed else None


def _is_interrupted(one: Written, now: Value) -> bool:
    """A stage is cleared before it is taken back."""
    return one.key == LIFECYCLE_STAGE and now is None


def _base(one: Written, mapping: FieldMapping, given: PlanInput) -> BaseValue:
    """The other side keeps its base: an edit of it that waits to cross is one all the same."""
    other = one.side.other
    known = given.link.base.get(one.key) if given.link is not None else None
    seen = (
        known.of(other) if known is not None else shorten(normal(shown(given, mapping, other), mapping, other, given))
    )
    restored = shorten(one.before)
    return BaseValue(restored, seen) if one.side is Side.HUBSPOT else BaseValue(seen, restored)


def _plan(
    writes: Mapping[Side, Mapping[str, Value]],
    undone: Sequence[Entry],
    base: Mapping[str, BaseValue],
    mappings: Mapping[str, FieldMapping],
    given: PlanInput,
) -> RecordPlan:
    object_type = given.salesforce_type
    return RecordPlan(
        writes=writes,
        entries=tuple(undone),
        base=base,
        parked={},
        needs_times=(),
        noted=(),
        still_parked=given.link.parked if given.link is not None else (),
        keys={side: {field_name(one, side, object_type): key for key, one in mappings.items()} for side in Side},
    )
