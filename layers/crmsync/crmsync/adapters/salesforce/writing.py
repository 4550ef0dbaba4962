"""Creates and updates by record collections: 200 a call, Leads and Contacts together, each record for itself.

See https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from crmsync.adapters.batches import batches, write_all
from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.member_status import has_status, own_values, update_with_status
from crmsync.core.campaigns import MEMBER
from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome, Written
from crmsync.core.record import NewRecord, RecordUpdate, Value
from crmsync.core.vendor_errors.salesforce import classify_row

COLLECTION_LIMIT = 200
MEMBERS_A_CALL = 5 * COLLECTION_LIMIT
"""Collections that ride in one composite call. Only campaign members do: where the org takes longer for so many than an
answer is waited for, the next try finds them there.
"""

CHUNK_LIMIT = 10
"""Neighbours of one type make a chunk; a call takes ten."""

OURS = {
    # Shows in the origin of change events.
    "Sforce-Call-Options": "client=crmsync",
    # Else assignment rules hand leads that we write to other owners.
    "Sforce-Auto-Assign": "FALSE",
}
CREATE_HEADERS = {**OURS, "Sforce-Duplicate-Rule-Header": "allowSave=false"}
"""The org's duplicate rules hold for new records: what they catch is parked, with the record if it is named."""

ASSIGN_HEADERS = {**CREATE_HEADERS, "Sforce-Auto-Assign": "TRUE"}
"""For new leads without owner: the org's own rules choose one. They would overrule an owner that is given."""

UPDATE_HEADERS = {**OURS, "Sforce-Duplicate-Rule-Header": "allowSave=true"}
"""A record that is there already must not be stuck because it resembles another; a blocking rule still blocks."""


class Draft(NamedTuple):
    """One record's write. `record_id` is empty for a creation."""

    object_type: str
    record_id: str
    values: Mapping[str, Value]

    def mentions(self, name: str) -> bool:
        return name in self.values

    @property
    def lets_assign(self) -> bool:
        return self.object_type == "Lead" and not self.record_id and "OwnerId" not in self.values

    def as_row(self) -> dict[str, Any]:
        own = {"id": self.record_id} if self.record_id else {}
        return {"attributes": {"type": self.object_type}, **own, **self.values}


def create_records(api: SalesforceApi, records: Sequence[NewRecord]) -> list[WriteOutcome]:
    drafts = [
        Draft(one.object_type, "", {name: value for name, value in own_values(one.values).items() if value is not None})
        for one in records
    ]
    if len(drafts) > COLLECTION_LIMIT and {draft.object_type for draft in drafts} == {MEMBER}:
        return [outcome for part in batches(drafts, MEMBERS_A_CALL) for outcome in _create_members(api, part)]
    return _create_each(api, drafts)


def _create_each(api: SalesforceApi, drafts: Sequence[Draft]) -> list[WriteOutcome]:
    return write_all(drafts, _calls(drafts), partial(_create, api), Draft.mentions)


def _create_members(api: SalesforceApi, drafts: Sequence[Draft]) -> list[WriteOutcome]:
    """In one call. Nothing is done of a collection that is refused whole, so its rows to blame may be looked for."""
    parts = list(batches(drafts, COLLECTION_LIMIT))
    answers: Sequence[Sequence[Row] | Failure]
    try:
        answers = api.create_collections(
            [[draft.as_row() for draft in part] for part in parts], CREATE_HEADERS, _sent(drafts)
        )
    except CrmError as error:
        answers = [error.failure] * len(parts)
    outcomes: list[WriteOutcome] = []
    for part, answer in zip(parts, answers, strict=True):
        if not isinstance(answer, Failure):
            outcomes += [_outcome(draft, row, created=True) for draft, row in zip(part, answer, strict=True)]
        elif answer.consequence is Consequence.REJECTED_RECORD:
            outcomes += _create_each(api, part)
        else:
            outcomes += [answer] * len(part)
    return outcomes


def update_records(api: SalesforceApi, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
    update = partial(_update_fields, api)
    with_status = {index: one for index, one in enumerate(updates) if has_status(one)}
    if not with_status:
        return update(updates)
    done = dict(zip(with_status, update_with_status(api, list(with_status.values()), update), strict=True))
    others = iter(update([one for index, one in enumerate(updates) if index not in with_status]))
    return [done[index] if index in with_status else next(others) for index in range(len(updates))]


def _update_fields(api: SalesforceApi, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
    drafts = [Draft(one.ref.object_type, one.ref.id, one.values) for one in updates]
    return write_all(drafts, _calls(drafts), partial(_update, api), Draft.mentions)


def _calls(drafts: Sequence[Draft]) -> list[list[int]]:
    """Indexes of the records of each call, sorted by type so that a type is one chunk. A header is for a whole call."""
    assigned = [index for index, draft in enumerate(drafts) if draft.lets_assign]
    others = [index for index, draft in enumerate(drafts) if not draft.lets_assign]
    return [call for part in (others, assigned) for call in _chunks(part, drafts)]


def _chunks(indexes: Sequence[int], drafts: Sequence[Draft]) -> list[list[int]]:
    calls: list[list[int]] = []
    types: set[str] = set()
    for index in sorted(indexes, key=lambda index: drafts[index].object_type):
        types.add(drafts[index].object_type)
        if not calls or len(calls[-1]) == COLLECTION_LIMIT or len(types) > CHUNK_LIMIT:
            calls.append([])
            types = {drafts[index].object_type}
        calls[-1].append(index)
    return calls


def _create(api: SalesforceApi, drafts: Sequence[Draft]) -> list[WriteOutcome]:
    headers = ASSIGN_HEADERS if drafts[0].lets_assign else CREATE_HEADERS
    results = api.write_collection("POST", [draft.as_row() for draft in drafts], "create", headers, _sent(drafts))
    return [_outcome(draft, result, created=True) for draft, result in zip(drafts, results, strict=True)]


def _update(api: SalesforceApi, drafts: Sequence[Draft]) -> list[WriteOutcome]:
    results = api.write_collection(
        "PATCH", [draft.as_row() for draft in drafts], "update", UPDATE_HEADERS, _sent(drafts)
    )
    return [_outcome(draft, result, created=False) for draft, result in zip(drafts, results, strict=True)]


def _sent(drafts: Sequence[Draft]) -> tuple[Value, ...]:
    return tuple(value for draft in drafts for value in draft.values.values())


def _outcome(draft: Draft, result: Row, *, created: bool) -> WriteOutcome:
    if result.get("success"):
        return Written(str(result.get("id") or draft.record_id), created)
    return classify_row(result.get("errors") or [], tuple(draft.values.values()))
