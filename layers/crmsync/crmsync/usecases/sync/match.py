"""Finds the counterpart of a record that has no link, by e-mail; or decides that one is to be created."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.change import ChangeKind
from crmsync.core.matching import choose_hubspot, choose_salesforce, email_digest, normal_email
from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.parked import Category
from crmsync.core.record import Record, Side, Value
from crmsync.core.side_state import is_deleted
from crmsync.ports.crm import Seen
from crmsync.ports.links import person_key
from crmsync.usecases.sync.absorbed import leave_survivors
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.erase import leave_erased
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import find_people
from crmsync.usecases.sync.resolve import reserve
from crmsync.usecases.sync.reunite import take_the_place
from crmsync.usecases.sync.work_item import WorkItem, still_open

EMAIL_PROPERTY = "email"


def match(items: Sequence[WorkItem], batch: Batch) -> None:
    """For unlinked items that were read: reserve the person, look the other side up, choose or plan a creation."""
    leave_survivors(items, batch)
    items = still_open(items)
    emails = {item.key: email for item in items if (email := _email(item)) is not None}
    for item in items:
        if item.key not in emails:
            item.leave(skipped(SkipReason.NO_EMAIL))
    leave_erased(items, emails, batch)
    keyed = still_open(items)
    reserve(keyed, [(person_key(email_digest(emails[item.key])),) for item in keyed], batch)
    _leave_unwanted(still_open(keyed))
    for side in Side:
        _match_side([item for item in still_open(keyed) if item.origin.side is side], emails, batch)


def _leave_unwanted(items: Sequence[WorkItem]) -> None:
    """Without creation in HubSpot, Salesforce's people are not linked for the first time either."""
    for item in items:
        if item.origin.side is Side.SALESFORCE and not item.pair.settings.create_in_hubspot:
            item.leave(skipped(SkipReason.CREATION_OFF))


def _email(item: WorkItem) -> str | None:
    record = item.record(item.origin.side)
    if record is None:
        return None
    return normal_email(_email_value(item, record))


def _email_value(item: WorkItem, record: Record) -> Value:
    if record.ref.side is Side.HUBSPOT:
        return record.values.get(EMAIL_PROPERTY)
    mapping = next(mapping for mapping in item.pair.mappings if mapping.hubspot == EMAIL_PROPERTY)
    return record.values.get(mapping.salesforce[record.ref.object_type])


def _match_side(items: Sequence[WorkItem], emails: Mapping[str, str], batch: Batch) -> None:
    if not items:
        return
    other = items[0].origin.side.other
    wanted = [emails[item.key] for item in items]
    people = find_people(wanted, other, batch)
    has_rivals = other is Side.HUBSPOT and not batch.source.best_come_first
    rivals = find_people(wanted, Side.SALESFORCE, batch) if has_rivals else Seen({})
    for item in items:
        email = emails[item.key]
        _take_counterpart(item, people, email)
        _leave_second_best(item, _inside(rivals, email), batch)
    _leave_linked_counterparts(still_open(items), other, batch)
    for item in still_open(items):
        if item.record(other) is None:
            _plan_creation(item, other)


def _inside(seen: Seen, email: str) -> list[Record]:
    """Those whom the filter of Salesforce does not exclude."""
    return [record for record in seen.matches.get(email, ()) if record.ref not in seen.outside]


def _take_counterpart(item: WorkItem, people: Seen, email: str) -> None:
    """A person whom the filter excludes is no counterpart, but nobody is created beside them either."""
    other, matches = item.origin.side.other, _inside(people, email)
    if people.matches.get(email) and not matches:
        item.leave(skipped(SkipReason.OUTSIDE_FILTER))
        return
    choice = choose_salesforce(matches) if other is Side.SALESFORCE else choose_hubspot(matches, email)
    item.is_first_link = True
    if choice.chosen is not None:
        item.read[other] = choice.chosen


def _leave_second_best(item: WorkItem, rivals: Sequence[Record], batch: Batch) -> None:
    """Of several Salesforce records with one e-mail address the best one is linked, whichever was touched first."""
    best = choose_salesforce(rivals).chosen
    if best is None or best.ref == item.origin or item.outcome is not None:
        return
    change = next(iter(item.changes.values())).without_values()
    batch.ports.queue.send([replace(change, ref=best.ref, kind=ChangeKind.LOOK, fields={}, attempt=0)])
    item.leave(parked(Category.DUPLICATES, f"{best.ref.key} bears the same e-mail address and goes first"))


def _leave_linked_counterparts(items: Sequence[WorkItem], other: Side, batch: Batch) -> None:
    """A counterpart that is linked to another record stays so: chosen once, the others are duplicates."""
    matched = {record.ref: item for item in items if (record := item.record(other)) is not None}
    links = batch.ports.links.find(list(matched))
    for ref, item in matched.items():
        link = links.get(ref)
        if link is not None and is_deleted(link.states, item.origin.side):
            take_the_place(item, link, batch)
        elif link is not None:
            item.leave(
                parked(
                    Category.DUPLICATES,
                    f"{ref.key} bears the same e-mail address and is linked to {link.ref(ref.side.other).key}",
                )
            )


def _plan_creation(item: WorkItem, other: Side) -> None:
    wanted = item.pair.settings.create_in_salesforce
    if other is Side.SALESFORCE and not wanted:
        item.leave(skipped(SkipReason.CREATION_OFF))
        return
    item.creates = other
    item.create_type = item.pair.hubspot_type if other is Side.HUBSPOT else str(wanted).capitalize()
