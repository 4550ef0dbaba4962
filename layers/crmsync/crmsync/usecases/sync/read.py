"""Step 3: reads both sides in batches; a side that a poll carried is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.configuration import PairConfiguration
from crmsync.core.record import Record, Side
from crmsync.ports.crm import Crm, Look, Seen
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


def crm_of(batch: Batch, side: Side) -> Crm:
    return batch.crms.hubspot if side is Side.HUBSPOT else batch.crms.salesforce


def fields_to_read(pairs: Sequence[PairConfiguration], side: Side) -> dict[str, tuple[str, ...]]:
    """Every mapped field, by object type."""
    fields: dict[str, set[str]] = {}
    for pair in pairs:
        for mapping in pair.mappings:
            if side is Side.HUBSPOT:
                fields.setdefault(pair.hubspot_type, set()).add(mapping.hubspot)
                continue
            for object_type, field in mapping.salesforce.items():
                fields.setdefault(object_type, set()).add(field)
    return {object_type: tuple(sorted(names)) for object_type, names in fields.items()}


def read_known_sides(items: Sequence[WorkItem], batch: Batch) -> None:
    """Reads each item's known records: both of a linked one, its own of an unlinked one. At most a call a side
    and hundred.
    """
    for item in items:
        _use_carried(item, batch)
    for side in Side:
        _read_side(items, side, batch)


def _use_carried(item: WorkItem, batch: Batch) -> None:
    """Not to recover what an interrupted worker wrote: HubSpot's search, of which a poll's values are, may lag."""
    if item.link is not None and item.link.intents is not None:
        return
    for side, change in item.changes.items():
        carried = change.carried
        if carried is None or change.attempt or item.is_first_link:
            continue
        is_young = batch.ports.clock.now() - change.carried_as_of < batch.source.carried_max_age
        last_seen = item.link.seen.get(side, 0) if item.link is not None else 0
        if is_young and carried.modified_at >= last_seen:
            item.read[side] = carried


def _read_side(items: Sequence[WorkItem], side: Side, batch: Batch) -> None:
    wanted = {ref: item for item in items if side not in item.read and (ref := item.ref(side)) is not None}
    if not wanted:
        return
    fields = fields_to_read(list(batch.configuration.pairs.values()), side)
    seen = crm_of(batch, side).look(Look(refs=tuple(wanted), fields=fields))
    for ref, item in wanted.items():
        item.read[side] = seen.records[ref]


def find_people(emails: Sequence[str], side: Side, batch: Batch) -> Mapping[str, tuple[Record, ...]]:
    """Everybody on that side who bears one of the addresses."""
    if not emails:
        return {}
    fields = fields_to_read(list(batch.configuration.pairs.values()), side)
    seen: Seen = crm_of(batch, side).look(Look(emails=tuple(dict.fromkeys(emails)), fields=fields))
    return seen.matches
