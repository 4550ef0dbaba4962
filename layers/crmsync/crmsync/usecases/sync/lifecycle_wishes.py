"""Tells the contacts of opportunities that moved, or that they got a role in, how far these are.

What was just synced says it all: where nothing moved, nobody is told and no call is made. Whether a contact's stage
goes on is decided when its own change is worked on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.lifecycle import CAUSE, Standing
from crmsync.core.lifecycle_plan import shown_standing
from crmsync.core.link import BaseValue
from crmsync.core.members import Members, members_of
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.commit import base_after
from crmsync.usecases.sync.unpark import WELL
from crmsync.usecases.sync.work_item import WorkItem

_CLASSES = (CallClass.BULK, CallClass.POLL, CallClass.LIVE)


def tell_contacts(items: Sequence[WorkItem], batch: Batch) -> None:
    """A change each, in the class of the opportunity's. A worker that died before it could tell, tells them all."""
    people = batch.configuration.pairs.get(CONTACT.name)
    if people is None or not people.lifecycle_stages:
        return
    changes = [change for item in items if _is_synced(item) for change in _changes(item, batch)]
    if changes:
        batch.ports.queue.send(changes)


def _is_synced(item: WorkItem) -> bool:
    """A failure of one side leaves what the other side took."""
    is_well = item.outcome is not None and item.outcome.name in WELL
    return item.plan is not None and (is_well or bool(item.results))


def _changes(item: WorkItem, batch: Batch) -> Iterator[Change]:
    now = batch.ports.clock.now()
    call_class = max((change.call_class for change in item.changes.values()), key=_CLASSES.index)
    for mapping in item.pair.mapped(item.salesforce_type):
        members = mapping.members
        if members is None or members.pair != CONTACT.name:
            continue
        standing, contacts = _moved(item, mapping.hubspot)
        for one in sorted(contacts):
            yield _change(members, one, standing, call_class, now)


def _change(members: Members, contact: str, standing: str, call_class: CallClass, now: int) -> Change:
    ref = members.ref(Side.SALESFORCE, contact)
    return Change(ref, ChangeKind.UPDATE, now, CAUSE, call_class, fields={Standing(standing).wish: now})


def _moved(item: WorkItem, key: str) -> tuple[str, frozenset[str]]:
    """Where the record stands, and the Salesforce ids of the members who do not know it yet."""
    before: Mapping[str, BaseValue] = item.link.base if item.link is not None else {}
    after = base_after(item, item.plan, before) if item.plan is not None else before
    standing = shown_standing(item.pair, after)
    if not standing or standing == Standing.LOST:
        return "", frozenset()
    contacts = members_of(after.get(key))
    tells_all = standing != shown_standing(item.pair, before) or any(_asks(change) for change in item.changes.values())
    return standing, contacts if tells_all else contacts - members_of(before.get(key))


def _asks(change: Change) -> bool:
    return change.first_link or bool(change.crashes)
