"""Asks for the opportunities of contacts that may have missed what these told.

One call to Salesforce for all of them, and none for anybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crmsync.core.configuration import PairConfiguration
from crmsync.core.entering import one_may_have_entered
from crmsync.core.failure import CrmError
from crmsync.core.lifecycle import ASK, Standing
from crmsync.core.lifecycle_plan import shown_standing
from crmsync.core.mapping import Rule
from crmsync.core.members import Members
from crmsync.core.object_refusal import may_be_of_one_object
from crmsync.core.record import RecordRef, Side
from crmsync.core.side_state import can_be_named
from crmsync.ports.crm import NamingRows
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.work_item import WorkItem


class _Roles(NamedTuple):
    """`pair` is that of the records that have the members."""

    pair: PairConfiguration
    salesforce_type: str
    members: Members


def find_standings(items: Sequence[WorkItem], batch: Batch) -> None:
    """Of opportunities that are linked, as they were synced last: whatever moves after that tells of itself."""
    for roles in _all_roles(batch):
        asking = {ref: item for item in items if (ref := _contact(item, roles.members)) is not None and _asks(item)}
        for contact, standing in _told(roles, sorted(asking), batch) if asking else ():
            asking[contact].standings.add(standing)


def _all_roles(batch: Batch) -> Iterator[_Roles]:
    for pair in batch.configuration.enabled_pairs:
        for object_type in pair.salesforce_types:
            for mapping in pair.mapped(object_type):
                if mapping.members is not None and mapping.rule is not Rule.DONT_SYNC and pair.pipelines is not None:
                    yield _Roles(pair, object_type, mapping.members)


def _contact(item: WorkItem, members: Members) -> RecordRef | None:
    """The item's record in Salesforce, if it may have a role; who is created only now has none."""
    record = item.record(Side.SALESFORCE)
    is_one = item.pair.name == members.pair and bool(item.pair.lifecycle_stages) and item.held is None and not item.undo
    return record.ref if is_one and record is not None and record.ref.object_type == members.salesforce_type else None


def _asks(item: WorkItem) -> bool:
    """Who joined the inclusion list, or may have entered the filter; and in a resync everybody."""
    if item.wants_first_link or any(ASK in change.fields for change in item.changes.values()):
        return True
    return item.link is not None and one_may_have_entered(item.changes.values(), item.link, item.pair)


def _told(roles: _Roles, contacts: Sequence[RecordRef], batch: Batch) -> Sequence[tuple[RecordRef, Standing]]:
    """Nobody stays behind because crmsync may not see roles: their stages stay."""
    try:
        return list(_standings(roles, contacts, batch))
    except CrmError as error:
        if not may_be_of_one_object(error.failure):
            raise
        batch.ports.telemetry.note("roles not asked for", category=error.failure.category)
        return []


def _standings(roles: _Roles, contacts: Sequence[RecordRef], batch: Batch) -> Iterator[tuple[RecordRef, Standing]]:
    records = _records(roles, contacts, batch)
    links = batch.ports.links.find(sorted(records)) if records else {}
    for record, link in links.items():
        standing = shown_standing(roles.pair, link.base) if can_be_named(link.states) else ""
        if standing:
            yield from ((roles.members.ref(Side.SALESFORCE, one), Standing(standing)) for one in records[record])


def _records(roles: _Roles, contacts: Sequence[RecordRef], batch: Batch) -> Mapping[RecordRef, list[str]]:
    """By opportunity, those of the contacts who have a role in it."""
    members, ids = roles.members, tuple(ref.id for ref in contacts)
    fields = (members.record_field, members.member_field)
    found: dict[RecordRef, list[str]] = defaultdict(list)
    for row in batch.crms.salesforce.naming(NamingRows(members.rows, fields, members.member_field, ids)):
        record = RecordRef(Side.SALESFORCE, roles.salesforce_type, str(row[members.record_field]))
        found[record].append(str(row[members.member_field]))
    return found
