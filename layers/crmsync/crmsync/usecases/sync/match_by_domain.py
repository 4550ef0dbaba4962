"""Matches organisations: by id, then by an internet domain that is unique on both sides, then by the organisation of a
contact that is linked. What is ambiguous is parked as duplicates, and nothing is created for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.outcome import Outcome
from crmsync.core.parked import Category
from crmsync.core.record import Record, Side
from crmsync.core.web_domain import shown_domain
from crmsync.ports.crm import Look, Seen
from crmsync.ports.links import domain_key
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.counterparts import leave_excluded, leave_linked_counterparts
from crmsync.usecases.sync.creation import leave_unwanted
from crmsync.usecases.sync.match_by_contacts import match_by_contacts
from crmsync.usecases.sync.match_by_id import take_by_id
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import crm_of, filters
from crmsync.usecases.sync.resolve import reserve
from crmsync.usecases.sync.shown_id import leave_to_bearers
from crmsync.usecases.sync.work_item import WorkItem, still_open

Domains = Mapping[str, str]
"""By item key."""


def match_by_domain(items: Sequence[WorkItem], batch: Batch) -> None:
    leave_unwanted(items)
    take_by_id(still_open(items), batch)
    lonely = [item for item in still_open(items) if item.record(item.origin.side.other) is None]
    domains = {item.key: domain for item in lonely if (domain := _domain(item)) is not None}
    keyed = [item for item in lonely if item.key in domains]
    for item in keyed:
        item.found_by = {_property(item): domains[item.key]}
    reserve(keyed, [(domain_key(domains[item.key]),) for item in keyed], batch)
    for side in Side:
        _match_side([item for item in still_open(keyed) if item.origin.side is side], domains, batch)
    match_by_contacts([item for item in still_open(lonely) if item.record(item.origin.side.other) is None], batch)
    leave_to_bearers([item for item in still_open(lonely) if item.origin.side is Side.HUBSPOT], batch)


def _domain(item: WorkItem) -> str | None:
    record, key = item.record(item.origin.side), item.pair.object_pair.match
    return shown_domain(record, key) if record is not None and key is not None else None


def _property(item: WorkItem) -> str:
    key = item.pair.object_pair.match
    return key.hubspot[0] if key is not None else ""


def _match_side(items: Sequence[WorkItem], domains: Domains, batch: Batch) -> None:
    """One call a side: a rival beside the record makes the match as ambiguous as several counterparts do."""
    if not items:
        return
    side = items[0].origin.side
    wanted = tuple(dict.fromkeys(domains[item.key] for item in items))
    here, there = _look(wanted, side, batch), _look(wanted, side.other, batch)
    for item in items:
        domain = domains[item.key]
        found = there.companies.get(domain, ())
        rivals = [one for one in here.companies.get(domain, ()) if one.ref != item.origin]
        if leave_excluded(item, found, there):
            continue
        if len(found) > 1 or rivals:
            item.leave(_ambiguous([*rivals, *(found if len(found) > 1 else ())]))
        elif found:
            item.read[side.other] = found[0]
    leave_linked_counterparts(still_open(items), "domain", batch)


def _ambiguous(others: Sequence[Record]) -> Outcome:
    refs = sorted(one.ref for one in others)
    names = ", ".join(ref.label for ref in refs)
    return parked(Category.DUPLICATES, f"its domain is not unique: it is also that of {names}", refs)


def _look(domains: tuple[str, ...], side: Side, batch: Batch) -> Seen:
    fields = fields_to_read(batch.configuration.enabled_pairs, side)
    return crm_of(batch, side).look(Look(domains=domains, fields=fields, conditions=filters(batch)))
