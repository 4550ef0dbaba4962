"""Matches people by e-mail address: the best of several is chosen once, the others are duplicates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crmsync.core.change import ChangeKind
from crmsync.core.matching import choose_hubspot, choose_salesforce, email_digest, normal_email
from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.parked import Category
from crmsync.core.record import Record, Side, Value
from crmsync.ports.crm import Seen
from crmsync.ports.links import person_key, returned_person_key
from crmsync.usecases.sync.absorbed import leave_survivors
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.counterparts import inside, leave_excluded, leave_linked_counterparts
from crmsync.usecases.sync.creation import leave_unwanted
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.read import find_people
from crmsync.usecases.sync.resolve import leave_erased, reserve
from crmsync.usecases.sync.work_item import WorkItem, still_open


def match_by_email(items: Sequence[WorkItem], batch: Batch) -> None:
    """Reserves each person, and looks the other side up."""
    emails = {item.key: email for item in items if (email := _email(item)) is not None}
    for item in items:
        if item.key not in emails:
            item.leave(skipped(SkipReason.NO_EMAIL))
    keyed = still_open(items)
    _reserve_people(keyed, {key: email_digest(email) for key, email in emails.items()}, batch)
    leave_unwanted(still_open(keyed))
    for side in Side:
        _match_side([item for item in still_open(keyed) if item.origin.side is side], emails, batch)


def _reserve_people(items: Sequence[WorkItem], digests: Mapping[str, str], batch: Batch) -> None:
    """Of an erased person, a contact that HubSpot got since then under an id of its own came back by themselves: it may
    link and be created in Salesforce. Salesforce's records are left alone.
    """
    erased = reserve(items, [(person_key(digests[item.key]),) for item in items], batch)
    leave_erased(item for item in erased if item.origin.side is Side.SALESFORCE)
    returned = still_open(erased)
    reserve(returned, [(returned_person_key(digests[item.key]),) for item in returned], batch)


def _email(item: WorkItem) -> str | None:
    record = item.record(item.origin.side)
    return normal_email(_email_value(item, record)) if record is not None else None


def _email_value(item: WorkItem, record: Record) -> Value:
    key = item.pair.object_pair.match
    if record.ref.side is Side.HUBSPOT or key is None:
        return record.values.get(item.pair.address)
    return record.values.get(key.salesforce[record.ref.object_type])


def _match_side(items: Sequence[WorkItem], emails: Mapping[str, str], batch: Batch) -> None:
    if not items:
        return
    other = items[0].origin.side.other
    wanted = [emails[item.key] for item in items]
    people = find_people(wanted, other, batch)
    has_rivals = other is Side.HUBSPOT and not batch.source.best_come_first
    origins = [item.origin for item in items]
    rivals = find_people(wanted, Side.SALESFORCE, batch, origins) if has_rivals else Seen({})
    leave_survivors(items, rivals.absorbed, batch)
    for item in still_open(items):
        email = emails[item.key]
        _take_counterpart(item, people, email)
        _leave_second_best(item, inside(rivals.matches.get(email, ()), rivals), batch)
    leave_linked_counterparts(still_open(items), "e-mail address", batch)


def _take_counterpart(item: WorkItem, people: Seen, email: str) -> None:
    other, found = item.origin.side.other, people.matches.get(email, ())
    if leave_excluded(item, found, people):
        return
    matches = inside(found, people)
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
    words = f"{best.ref.label} bears the same e-mail address and goes first"
    item.leave(parked(Category.DUPLICATES, words, (best.ref,)))
