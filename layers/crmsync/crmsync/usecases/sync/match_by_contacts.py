"""Matches organisations by their contacts: a linked contact's organisation on one side is the counterpart of its
organisation on the other side, when all that are linked agree on one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crmsync.core.configuration import PairConfiguration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.parked import Category
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.crm import Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.just_linked import leave_linked_with
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import crm_of, filters
from crmsync.usecases.sync.work_item import WorkItem, still_open


def match_by_contacts(items: Sequence[WorkItem], batch: Batch) -> None:
    """Two calls a side at most, and one for the inclusion list. Fills `has_linked_contact` too, by which companies make
    accounts.
    """
    for side in Side:
        own = [item for item in items if item.origin.side is side]
        lead = _leading(own[0].pair, batch) if own else None
        if lead is not None:
            _match_side(own, lead, batch)


def _leading(pair: PairConfiguration, batch: Batch) -> FieldMapping | None:
    """The mapping of the other pair that refers to records of this one; None while that one is switched off."""
    key = pair.object_pair.match
    through = batch.configuration.pairs.get(key.through) if key is not None else None
    if through is None or not through.settings.enabled:
        return None
    return next((one for one in through.mappings if one.reference and one.reference.pair == pair.name), None)


def _match_side(items: Sequence[WorkItem], lead: FieldMapping, batch: Batch) -> None:
    contacts = _contacts(items, lead, batch)
    links = batch.ports.links.find(sorted({ref for own in contacts.values() for ref in own}))
    candidates = _candidates(contacts, links, lead, batch)
    taken = _linked({ref for own in candidates.values() for ref in own}, batch)
    found = _read(sorted({ref for own in candidates.values() for ref in own if ref not in taken}), batch)
    for item in items:
        if leave_linked_with(item, candidates[item.key], taken):
            continue
        live = [found[ref] for ref in sorted(candidates[item.key]) if ref in found]
        if len(live) > 1:
            names = ", ".join(one.ref.label for one in live)
            words = f"its contacts lead to several records: {names}"
            item.leave(parked(Category.DUPLICATES, words, (*(one.ref for one in live), *contacts[item.key])))
        elif live:
            item.read[item.origin.side.other] = live[0]
    lonely = [item for item in still_open(items) if item.record(item.origin.side.other) is None]
    _note_contacts(lonely, contacts, links, lead, batch)


def _note_contacts(
    lonely: Sequence[WorkItem],
    contacts: Mapping[str, Sequence[RecordRef]],
    links: Mapping[RecordRef, Link],
    lead: FieldMapping,
    batch: Batch,
) -> None:
    """Whether one of the contacts is linked and may sync, of HubSpot's organisations that may have to be created."""
    if not lonely or lonely[0].origin.side is Side.SALESFORCE:
        return
    led = {item.key: {ref.id for ref in contacts[item.key] if _is_led(links.get(ref), lead)} for item in lonely}
    members = _members({one for own in led.values() for one in own}, lead, batch)
    for item in lonely:
        item.has_linked_contact = bool(led[item.key] & members)


def _members(contacts: set[str], lead: FieldMapping, batch: Batch) -> set[str]:
    """Those in the inclusion list of their pair; all without one."""
    list_id = _through(lead, batch).settings.inclusion_list_id
    if list_id is None or not contacts:
        return contacts
    is_member = batch.crms.hubspot.membership(sorted(contacts), list_id)
    return {one for one in contacts if is_member[one]}


def _through(lead: FieldMapping, batch: Batch) -> PairConfiguration:
    return next(pair for pair in batch.configuration.enabled_pairs if lead in pair.mappings)


def _linked(refs: set[RecordRef], batch: Batch) -> Mapping[RecordRef, Link]:
    """Those that have a counterpart: a contact that moved is at home in its old organisation yet."""
    return batch.ports.links.find(sorted(refs)) if refs else {}


def _is_led(link: Link | None, lead: FieldMapping) -> bool:
    return link is not None and link.salesforce.object_type in lead.salesforce


def _contacts(items: Sequence[WorkItem], lead: FieldMapping, batch: Batch) -> Mapping[str, tuple[RecordRef, ...]]:
    """By item, the contacts that the organisation has on its own side, and the leads that were converted to it."""
    if items[0].origin.side is Side.SALESFORCE:
        key = items[0].pair.object_pair.match
        fields = {**lead.salesforce, **(key.converted if key is not None else {})}
        by_id = batch.crms.salesforce.referring(fields, [item.origin.id for item in items])
        return {item.key: by_id[item.origin.id] for item in items}
    by_ref = batch.crms.hubspot.associated([item.origin for item in items], _through(lead, batch).hubspot_type)
    return {item.key: _refs(by_ref[item.origin]) for item in items}


def _refs(found: object) -> tuple[RecordRef, ...]:
    """None of a record whose associations could not be read."""
    return tuple(one.ref for one in found) if isinstance(found, tuple) else ()


def _candidates(
    contacts: Mapping[str, Iterable[RecordRef]], links: Mapping[RecordRef, Link], lead: FieldMapping, batch: Batch
) -> Mapping[str, set[RecordRef]]:
    """By item, the organisations on the other side to which its linked contacts belong there."""
    linked = {ref: link for ref, link in links.items() if ref.side is Side.SALESFORCE or _is_led(link, lead)}
    beyond = _read(sorted({link.ref(ref.side.other) for ref, link in linked.items()}), batch)
    wanted: dict[str, set[RecordRef]] = defaultdict(set)
    for key, own in contacts.items():
        wanted[key] = set()
        for ref in own:
            record = beyond.get(linked[ref].ref(ref.side.other)) if ref in linked else None
            named = _named(record, lead) if record is not None else None
            wanted[key] |= {named} if named is not None else set()
    return wanted


def _named(record: Record, lead: FieldMapping) -> RecordRef | None:
    side = record.ref.side
    name = lead.hubspot if side is Side.HUBSPOT else lead.salesforce[record.ref.object_type]
    return lead.reference.ref(side, record.values.get(name)) if lead.reference is not None else None


def _read(refs: Sequence[RecordRef], batch: Batch) -> dict[RecordRef, Record]:
    if not refs:
        return {}
    side = refs[0].side
    fields = fields_to_read(batch.configuration.enabled_pairs, side)
    seen = crm_of(batch, side).look(Look(tuple(refs), fields=fields, conditions=filters(batch)))
    return {ref: one for ref, one in seen.records.items() if isinstance(one, Record) and ref not in seen.outside}
