"""Folds many changes of one record to one: the record is looked at once, for all their reasons together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from crmsync.core.cause import JOINED
from crmsync.core.change import CallClass, Change, ChangeKind, Shown
from crmsync.core.record import Millis, Record, RecordRef, Value
from crmsync.core.undo_scope import one_scope

MOST_SUPERSEDED = 50
_CLASSES = (CallClass.BULK, CallClass.POLL, CallClass.LIVE)
_KINDS = (
    ChangeKind.UPDATE,
    ChangeKind.LOOK,
    ChangeKind.CREATE,
    ChangeKind.CONVERT,
    ChangeKind.MERGE,
    ChangeKind.DELETE,
    ChangeKind.UNDELETE,
    ChangeKind.ERASE,
)
"""From the weakest to the strongest: the fold keeps what asks for the most thorough look. Whichever came first, what
was deleted and taken back is to be looked at, even where the link rests already.
"""


def fold(changes: Iterable[Change]) -> list[Change]:
    """One change a record, the earliest seen first; the order of the input does not matter."""
    groups: dict[RecordRef, list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.ref].append(change)
    folded = [group[0] if len(group) == 1 else _fold(group) for group in groups.values()]
    return sorted(folded, key=lambda change: (change.seen_at, change.ref))


def _fold(group: Sequence[Change]) -> Change:
    carried, as_of = _carried(group)
    first = min(group, key=_urgency)
    folded = replace(
        first,
        cause=JOINED if any(change.cause == JOINED for change in group) else first.cause,
        kind=max((change.kind for change in group), key=_KINDS.index),
        seen_at=min(change.seen_at for change in group),
        fields=_latest_times(group),
        event_values=_event_values(group),
        carried=carried,
        carried_as_of=as_of,
        attempt=max(change.attempt for change in group),
        crashes=max(change.crashes for change in group),
        first_link=any(change.first_link for change in group),
        undo=one_scope(change.undo for change in group),
    )
    return replace(folded, superseded=_superseded(group, folded))


def _urgency(change: Change) -> tuple[int, Millis, str]:
    """Orders the change whose class and cause stand for all: the highest class, then the earliest seen. A join's cause
    goes before any: what waited for it is tried because of it alone.
    """
    return -_CLASSES.index(change.call_class), change.seen_at, change.cause


def _latest_times(group: Sequence[Change]) -> dict[str, Millis]:
    times: dict[str, Millis] = {}
    for change in group:
        for name, at in change.fields.items():
            times[name] = max(at, times.get(name, at))
    return dict(sorted(times.items()))


def _event_values(group: Sequence[Change]) -> Mapping[str, Value] | None:
    """Each field's value of its latest event; None when any of the changes did not show its values."""
    if all(change.event_values is None for change in group):
        return None
    values: dict[str, Value] = {}
    stamps: dict[str, tuple[Millis, str]] = {}
    for change in group:
        shown = _shown(change)
        if shown is None:
            return None
        for name, value in shown.items():
            # The text breaks ties, so that the order of delivery never does.
            stamp = change.fields.get(name, change.seen_at), repr(value)
            if name not in stamps or stamp > stamps[name]:
                values[name], stamps[name] = value, stamp
    return dict(sorted(values.items()))


def _superseded(group: Sequence[Change], folded: Change) -> tuple[Shown, ...]:
    """Everything else that events showed, in the order of time: what the fold still shows may be an echo of ours that
    hides an edit of a person's. The oldest go first when there are very many.
    """
    shown = {one for change in group for one in (*change.superseded, *_shown_with_times(change))}
    earlier = shown.difference(_shown_with_times(folded))
    return tuple(sorted(earlier, key=lambda one: (one.at, one.field, repr(one.value)))[-MOST_SUPERSEDED:])


def _shown_with_times(change: Change) -> Iterator[Shown]:
    for name, value in (change.event_values or {}).items():
        if name in change.fields:
            yield Shown(name, change.fields[name], value)


def _shown(change: Change) -> Mapping[str, Value] | None:
    """A creation without fields shows none and hides none: HubSpot tells of each field in an event of its own."""
    if change.event_values is None and change.kind is ChangeKind.CREATE and not change.fields:
        return {}
    return change.event_values


def _carried(group: Sequence[Change]) -> tuple[Record | None, Millis]:
    """The latest read that a poll brought, unless a change without a read was seen after it."""
    reads = [change for change in group if change.carried is not None]
    if not reads:
        return None, 0
    latest = max(reads, key=lambda change: (change.carried_as_of, _record_order(change.carried)))
    others_seen_at = [change.seen_at for change in group if change.carried is None]
    if others_seen_at and max(others_seen_at) > latest.carried_as_of:
        return None, 0
    return latest.carried, latest.carried_as_of


def _record_order(record: Record | None) -> tuple[Millis, str]:
    return (record.modified_at, repr(sorted(record.values.items()))) if record is not None else (0, "")
