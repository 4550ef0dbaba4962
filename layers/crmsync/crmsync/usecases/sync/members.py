"""The sets of other records that belong to a record: read where somebody may have changed them, and brought in step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.association import Associated, Association
from crmsync.core.change import Change, ChangeKind
from crmsync.core.failure import CrmError, Failure, WriteOutcome, Written
from crmsync.core.link import BaseValue
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.members import MemberPlan, Members, Present, leaving, members_of, merge_members
from crmsync.core.record import NewRecord, Record, RecordRef, Side
from crmsync.core.side_state import can_be_named
from crmsync.ports.crm import Look, NamingRows
from crmsync.usecases.sync.batch import FEED, Batch
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.read import crm_of
from crmsync.usecases.sync.work_item import WorkItem

Rows = Mapping[RecordRef, Mapping[RecordRef, str]]
"""By Salesforce record, its rows, each with the member that it names."""


class _Asked(NamedTuple):
    item: WorkItem
    mapping: FieldMapping
    members: Members

    @property
    def base(self) -> BaseValue | None:
        return self.item.link.base.get(self.mapping.hubspot) if self.item.link is not None else None


def plan_members(items: Sequence[WorkItem], batch: Batch) -> None:
    """One call to each side for all whose members may have changed, and none for the others; one more a side where
    somebody seems to have left.
    """
    asked = [one for item in items for one in _asked(item, batch)]
    if not asked:
        return
    present = _present(asked, batch)
    linked = _linked(asked, present, batch)
    there = _without_deleted(asked, present, linked, batch)
    for one in asked:
        plan, own = one.item.plan, present.get(one.item.key)
        if plan is not None and own is not None:
            planned = merge_members(one.members, own, one.base, there)
            # What is linked and gone is not waited for: nothing links it once more, and looks would follow looks.
            awaits = tuple(ref for ref in planned.awaits if ref not in linked)
            one.item.plan = plan.with_members(one.mapping, replace(planned, awaits=awaits))


def _asked(item: WorkItem, batch: Batch) -> Iterator[_Asked]:
    if item.plan is None or item.held is not None or item.gone is not None:
        return
    for mapping in item.pair.mapped(item.salesforce_type):
        if mapping.members is None or mapping.rule is Rule.DONT_SYNC:
            continue
        if batch.source != FEED or _may_have_changed(item, mapping):
            yield _Asked(item, mapping, mapping.members)


def _may_have_changed(item: WorkItem, mapping: FieldMapping) -> bool:
    """HubSpot's own count tells of most changes there; who looks for another reason than an edit looks at all. A worker
    that died may have committed the count, and not noted yet who is awaited.
    """
    base = item.link.base.get(mapping.hubspot) if item.link is not None else None
    record = item.record(Side.HUBSPOT)
    count = int(str(record.values.get(mapping.hubspot) or 0)) if record is not None else 0
    names = {mapping.hubspot, *mapping.salesforce.values()}
    is_told = any(names & change.fields.keys() or _looks(change) for change in item.changes.values())
    return base is None or is_told or count != int(str(base.hubspot or 0))


def _looks(change: Change) -> bool:
    return bool(change.crashes) or (change.kind is not ChangeKind.UPDATE and change.carried is None)


def _present(asked: Sequence[_Asked], batch: Batch) -> dict[str, Present]:
    """By item; one whose associations could not be read is missing, and waits for the next change."""
    found = _associated(asked, batch)
    rows = _rows(asked, batch)
    present: dict[str, Present] = {}
    for one in asked:
        hubspot, salesforce = one.item.record(Side.HUBSPOT), one.item.record(Side.SALESFORCE)
        own = found.get(hubspot.ref, ()) if hubspot is not None else ()
        if not isinstance(own, Failure):
            roles = rows.get(salesforce.ref, {}) if salesforce is not None else {}
            present[one.item.key] = Present(frozenset(each.ref.id for each in own), frozenset(roles.values()))
    return present


def _associated(asked: Sequence[_Asked], batch: Batch) -> dict[RecordRef, tuple[Associated, ...] | Failure]:
    found: dict[RecordRef, tuple[Associated, ...] | Failure] = {}
    for to_type in dict.fromkeys(one.members.hubspot_type for one in asked):
        refs = [one.item.record(Side.HUBSPOT) for one in asked if one.members.hubspot_type == to_type]
        found.update(batch.crms.hubspot.associated([one.ref for one in refs if one is not None], to_type))
    return found


def _rows(asked: Sequence[_Asked], batch: Batch) -> Rows:
    found: dict[RecordRef, Mapping[RecordRef, str]] = {}
    for members in dict.fromkeys(one.members for one in asked):
        own = [one.item.record(Side.SALESFORCE) for one in asked if one.members == members]
        found.update(_rows_of(members, [one.ref for one in own if one is not None], batch))
    return found


def _rows_of(members: Members, refs: Sequence[RecordRef], batch: Batch) -> Rows:
    """All of them: one that was left out would look like a member who left."""
    if not refs:
        return {}
    fields, ids = ("Id", members.record_field, members.member_field), tuple(ref.id for ref in refs)
    named: dict[str, dict[RecordRef, str]] = {one: {} for one in ids}
    for row in batch.crms.salesforce.naming(NamingRows(members.rows, fields, members.record_field, ids)):
        row_id, record, member = (str(row[name]) for name in fields)
        named[record][RecordRef(Side.SALESFORCE, members.rows, row_id)] = member
    return {ref: named[ref.id] for ref in refs}


def _linked(asked: Sequence[_Asked], present: Mapping[str, Present], batch: Batch) -> dict[RecordRef, str]:
    """The ids on the other side of all members; a lead is no counterpart of a member."""
    refs: set[RecordRef] = set()
    for one in asked:
        own = present.get(one.item.key)
        if own is not None:
            refs.update(one.members.ref(Side.HUBSPOT, each) for each in own.hubspot)
            refs.update(one.members.ref(Side.SALESFORCE, each) for each in own.salesforce | members_of(one.base))
    links = batch.ports.links.find(sorted(refs)) if refs else {}
    types = {one.members.salesforce_type for one in asked}
    return {
        ref: link.ref(ref.side.other).id
        for ref, link in links.items()
        if link.salesforce.object_type in types and can_be_named(link.states)
    }


def _without_deleted(
    asked: Sequence[_Asked], present: Mapping[str, Present], there: dict[RecordRef, str], batch: Batch
) -> dict[RecordRef, str]:
    """With a record go its associations and rows, maybe a moment before its link tells."""
    refs = {
        ref
        for one in asked
        if (own := present.get(one.item.key)) is not None
        for ref in leaving(one.members, own, one.base, there)
    }
    kept = dict(there)
    for side in Side:
        own_side = tuple(sorted(ref for ref in refs if ref.side is side))
        records = crm_of(batch, side).look(Look(own_side)).records if own_side else {}
        for ref in [ref for ref, found in records.items() if not isinstance(found, Record)]:
            kept = {one: other for one, other in kept.items() if one != ref and other != ref.id}
    return kept


def carry_members(items: Sequence[WorkItem], batch: Batch) -> None:
    """Adds and takes away, a call for each; what fails is parked for itself."""
    planned = [(item, *one) for item in items if item.plan is not None for one in item.plan.members]
    changed = [(item, mapping, plan) for item, mapping, plan in planned if any(map(plan.changes, Side))]
    outcomes = (*_to_hubspot(changed, batch), *_to_salesforce(changed, batch))
    failures = {key: outcome for key, outcome in outcomes if isinstance(outcome, Failure)}
    for item, mapping, _ in changed:
        _note(item, mapping.hubspot, failures.get((item.key, mapping.hubspot)))


def _note(item: WorkItem, key: str, failure: Failure | None) -> None:
    if failure is None and all(ref_after(item, side) is not None for side in Side):
        item.attached[key] = Written(key)
    elif failure is not None and item.plan is not None:
        item.rejected[key] = failure
        item.plan = item.plan.without_attachments({key})


_Changed = Sequence[tuple[WorkItem, FieldMapping, MemberPlan]]
_Outcomes = Iterator[tuple[tuple[str, str], WriteOutcome]]


def _to_hubspot(changed: _Changed, batch: Batch) -> _Outcomes:
    """Of a record that could not be created nothing can be associated."""
    added, removed = _wanted(changed, is_new=True), _wanted(changed, is_new=False)
    yield from _sent(added, batch.crms.hubspot.associate, batch)
    yield from _sent(removed, batch.crms.hubspot.dissociate, batch)


def _wanted(changed: _Changed, *, is_new: bool) -> list[tuple[tuple[str, str], Association]]:
    return [
        ((item.key, mapping.hubspot), _association(start, mapping.members, one, is_new=is_new))
        for item, mapping, plan in changed
        if mapping.members is not None and (start := ref_after(item, Side.HUBSPOT)) is not None
        for one in (plan.added if is_new else plan.removed)[Side.HUBSPOT]
    ]


def _sent(
    wanted: Sequence[tuple[tuple[str, str], Association]],
    send: Callable[[Sequence[Association]], list[WriteOutcome]],
    batch: Batch,
) -> _Outcomes:
    outcomes = guarded(lambda: send([one for _, one in wanted]), len(wanted), batch)
    yield from zip((key for key, _ in wanted), outcomes, strict=True)


def _association(start: RecordRef, members: Members, member: str, *, is_new: bool) -> Association:
    return Association(start, members.ref(Side.HUBSPOT, member), (members.kind,) if is_new else ())


def _to_salesforce(changed: _Changed, batch: Batch) -> _Outcomes:
    new = [(item, mapping, row) for item, mapping, plan in changed for row in _new_rows(item, mapping, plan)]
    if new:
        outcomes = guarded(lambda: batch.crms.salesforce.create([row for *_, row in new]), len(new), batch)
        yield from (((item.key, one.hubspot), done) for (item, one, _), done in zip(new, outcomes, strict=True))
    for item, mapping, plan in changed:
        if plan.removed[Side.SALESFORCE] and mapping.members is not None:
            yield from (((item.key, mapping.hubspot), done) for done in _remove(item, mapping.members, plan, batch))


def _new_rows(item: WorkItem, mapping: FieldMapping, plan: MemberPlan) -> Iterator[NewRecord]:
    record, members = ref_after(item, Side.SALESFORCE), mapping.members
    if record is None or members is None:
        return
    for one in plan.added[Side.SALESFORCE]:
        values = {members.record_field: record.id, members.member_field: one}
        yield NewRecord(f"{item.key}-{one}", members.rows, values)


def _remove(item: WorkItem, members: Members, plan: MemberPlan, batch: Batch) -> Sequence[WriteOutcome]:
    """The rows are read once more: one of them may have been added a moment ago."""
    record = item.ref(Side.SALESFORCE)
    if record is None:
        return []
    try:
        rows = _rows_of(members, [record], batch).get(record, {})
    except CrmError as error:
        return [error.failure]
    gone = [row for row, member in rows.items() if member in plan.removed[Side.SALESFORCE]]
    return guarded(lambda: batch.crms.salesforce.delete(gone), len(gone), batch)
