"""Step 3: reads both sides in batches; a side that a poll carried is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.campaigns import MEMBERSHIPS
from crmsync.core.failure import CrmError
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.object_refusal import may_be_of_one_object
from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.record import Millis, Record, RecordRef, Side
from crmsync.ports.crm import Crm, Look, Seen
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.work_item import WorkItem, still_open

CLOCKS_APART: Millis = 60_000
"""Salesforce tells by its own clock when a query was made, and HubSpot's search is some seconds behind."""


def crm_of(batch: Batch, side: Side) -> Crm:
    return batch.crms.hubspot if side is Side.HUBSPOT else batch.crms.salesforce


def read_known_sides(items: Sequence[WorkItem], batch: Batch) -> None:
    """Reads each item's known records: both of a linked one, its own of an unlinked one. At most a call a side
    and hundred.
    """
    for item in items:
        _use_carried(item, batch)
    for side in Side:
        _read_side(still_open(items), side, batch)
    _add_memberships(still_open(items), batch)


def _add_memberships(items: Sequence[WorkItem], batch: Batch) -> None:
    """A bulk query cannot ask for campaigns, so what it carried lacks them: one call for eight hundred."""
    lacking: dict[RecordRef, tuple[WorkItem, Record]] = {}
    for item in items:
        record = item.record(Side.SALESFORCE)
        if record is not None and item.pair.campaigns is not None and MEMBERSHIPS not in record.values:
            lacking[record.ref] = item, record
    if not lacking:
        return
    names = {name for pair in batch.configuration.pairs.values() for name in pair.member_fields}
    fields = dict.fromkeys({ref.object_type for ref in lacking}, tuple(sorted(names)))
    seen = batch.crms.salesforce.look(Look(refs=tuple(lacking), fields=fields))
    for ref, (item, record) in lacking.items():
        found = seen.records[ref]
        if isinstance(found, Record):
            item.read[Side.SALESFORCE] = replace(record, values={**record.values, **found.values})


def _use_carried(item: WorkItem, batch: Batch) -> None:
    """Not to recover what an interrupted worker wrote, and not to say that a deleted record is back: HubSpot's search,
    of which a poll's values are, may lag.
    """
    if item.link is not None and (item.link.intents is not None or item.link.states):
        return
    for side, change in item.changes.items():
        carried = change.carried
        if carried is None or change.attempt or item.is_first_link or _is_filtered(item, side):
            continue
        is_young = batch.ports.clock.now() - change.carried_as_of < batch.source.carried_max_age
        last_seen = item.link.seen.get(side, 0) if item.link is not None else 0
        if is_young and carried.modified_at >= last_seen and not _is_overtaken(item, side, change.carried_as_of):
            item.read[side] = carried


def _is_overtaken(item: WorkItem, side: Side, as_of: Millis) -> bool:
    """Whether we may have written to the record since its values were read: what stood there before our write would
    look like a person's edit, and undo the edit that we carried. A write that the link has forgotten was followed by
    another commit, whose read is the link's last seen version.
    """
    writes = item.link.writes if item.link is not None else ()
    return any(window.side is side and window.until > as_of - CLOCKS_APART for window in writes)


def _is_filtered(item: WorkItem, side: Side) -> bool:
    """Only Salesforce tells who meets its filter, in the same call as the read."""
    return side is Side.SALESFORCE and item.pair.settings.salesforce_filter is not None


def _read_side(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    """Where the call is refused for what may be one object's sake, each pair is read alone, so that it fails alone."""
    pairs = {item.pair.name for item in items}
    try:
        _read_together(items, side, batch)
    except CrmError as error:
        if len(pairs) == 1 or not may_be_of_one_object(error.failure):
            raise
        for name in sorted(pairs):
            _read_alone([item for item in items if item.pair.name == name], side, batch)


def _read_alone(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    try:
        _read_together(items, side, batch)
    except CrmError as error:
        for item in items:
            item.leave(failed(error.failure))


def _read_together(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    wanted = {ref: item for item in items if side not in item.read and (ref := item.ref(side)) is not None}
    if not wanted:
        return
    fields = fields_to_read(batch.configuration.enabled_pairs, side)
    look = Look(refs=tuple(wanted), fields=fields, conditions=filters(batch))
    seen = crm_of(batch, side).look(look)
    for ref, item in wanted.items():
        item.read[side] = seen.records[ref]
        if ref in seen.outside:
            item.held = skipped(SkipReason.OUTSIDE_FILTER)


def find_people(emails: Sequence[str], side: Side, batch: Batch, survivors: Sequence[RecordRef] = ()) -> Seen:
    """Everybody on that side who bears one of the addresses; and whom the `survivors` absorbed, in the same call."""
    if not emails:
        return Seen({})
    fields = fields_to_read(batch.configuration.enabled_pairs, side)
    unique = tuple(dict.fromkeys(emails))
    look = Look(emails=unique, fields=fields, conditions=filters(batch), survivors=tuple(survivors))
    return crm_of(batch, side).look(look)


def filters(batch: Batch) -> Mapping[str, str]:
    """The Salesforce filter of every pair, by object."""
    return {
        object_type: pair.settings.salesforce_filter
        for pair in batch.configuration.enabled_pairs
        if pair.settings.salesforce_filter is not None
        for object_type in pair.salesforce_types
    }
