"""Who bears, on the side where a record was deleted, the key by which records of its pair are recognised."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from crmsync.core.link import Link
from crmsync.core.match_key import MatchBy
from crmsync.core.match_value import match_value
from crmsync.core.matching import normal_email
from crmsync.core.record import Record, RecordRef, Side
from crmsync.core.web_domain import shown_domain
from crmsync.ports.crm import KeyValues, Look
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.read import crm_of, find_people
from crmsync.usecases.sync.work_item import WorkItem

Namesakes = Mapping[str, list[RecordRef]]
"""By item key."""


def living_namesakes(items: Sequence[WorkItem], lost: Side, batch: Batch) -> Namesakes:
    """One call a kind of key, and none where nobody has one. Of companies and others only those without a counterpart
    count: several may bear one domain, each with its own.
    """
    found: dict[str, list[RecordRef]] = {}
    for by, find in ((MatchBy.EMAIL, _people), (MatchBy.DOMAIN, _organisations), (MatchBy.VALUE, _records)):
        own = [item for item in items if item.pair.object_pair.match and item.pair.object_pair.match.by is by]
        found.update(find(own, lost, batch))
    return found


def _people(items: Sequence[WorkItem], lost: Side, batch: Batch) -> Namesakes:
    addresses = {item.key: _addresses(item, item.link) for item in items if item.link is not None}
    wanted = sorted({address for own in addresses.values() for address in own})
    people = find_people(wanted, lost, batch).matches
    return {key: _unique(people, own) for key, own in addresses.items()}


def _unique(people: Mapping[str, tuple[Record, ...]], addresses: Iterable[str]) -> list[RecordRef]:
    return list(dict.fromkeys(one.ref for address in addresses for one in people.get(address, ())))


def _addresses(item: WorkItem, link: Link) -> set[str]:
    return {email for value in _written_addresses(item, link) if (email := normal_email(value)) is not None}


def _written_addresses(item: WorkItem, link: Link) -> Iterator[str]:
    base = link.base.get(item.pair.address)
    shown = [base.of(side) for side in Side] if base is not None else []
    mapping = next((one for one in item.pair.mappings if one.hubspot == item.pair.address), None)
    for side in Side:
        record = item.record(side)
        if isinstance(record, Record) and mapping is not None:
            name = item.pair.address if side is Side.HUBSPOT else mapping.salesforce.get(record.ref.object_type, "")
            shown.append(record.values.get(name))
    yield from (value for value in shown if isinstance(value, str))


def _organisations(items: Sequence[WorkItem], lost: Side, batch: Batch) -> Namesakes:
    domains = {item.key: domain for item in items if (domain := _domain(item, lost.other)) is not None}
    if not domains:
        return {}
    seen = crm_of(batch, lost).look(Look(domains=tuple(dict.fromkeys(domains.values()))))
    return _without_linked({key: seen.companies.get(one, ()) for key, one in domains.items()}, batch)


def _domain(item: WorkItem, side: Side) -> str | None:
    """As the record that is left shows it."""
    record, key = item.record(side), item.pair.object_pair.match
    return shown_domain(record, key) if record is not None and key is not None else None


def _records(items: Sequence[WorkItem], lost: Side, batch: Batch) -> Namesakes:
    alive: dict[str, list[RecordRef]] = {}
    for name in dict.fromkeys(item.pair.name for item in items):
        alive.update(_of_one_pair([item for item in items if item.pair.name == name], lost, batch))
    return alive


def _of_one_pair(items: Sequence[WorkItem], lost: Side, batch: Batch) -> Namesakes:
    here = _key_field(items[0], lost.other)
    records = {item.key: record for item in items if (record := item.record(lost.other)) is not None}
    shown = {key: match_value(record.values.get(here[1])) for key, record in records.items()}
    values = {key: value for key, value in shown.items() if value is not None}
    if not values:
        return {}
    field = _key_field(items[0], lost)
    seen = crm_of(batch, lost).look(Look(keys=(KeyValues(*field, tuple(dict.fromkeys(values.values()))),)))
    return _without_linked({key: seen.keyed[field].get(value, ()) for key, value in values.items()}, batch)


def _key_field(item: WorkItem, side: Side) -> tuple[str, str]:
    """Object and field."""
    key = item.pair.object_pair.match
    if key is None:
        raise AssertionError(f"{item.pair.name} has no match key")
    return (item.pair.hubspot_type, key.hubspot[0]) if side is Side.HUBSPOT else next(iter(key.salesforce.items()))


def _without_linked(found: Mapping[str, Collection[Record]], batch: Batch) -> Namesakes:
    refs = sorted({one.ref for own in found.values() for one in own})
    links = batch.ports.links.find(refs) if refs else {}
    return {key: [one.ref for one in own if one.ref not in links] for key, own in found.items()}
