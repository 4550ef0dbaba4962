"""The status of campaign members, written as if it were a field of the lead or contact.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaignmember.htm
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.soql import members_in
from crmsync.core.campaigns import MEMBER, PERSON_FIELDS, campaign_of_status, is_of_members
from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome, Written
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, RecordUpdate, Side, Value

Update = Callable[[Sequence[RecordUpdate]], list[WriteOutcome]]
"""Writes fields; one outcome each, never raises."""

NO_MEMBER = Failure(
    Consequence.REJECTED_RECORD, Category.ASSOCIATIONS, "The person is not a member of the campaign any more."
)
_PERSON = {object_type: field for field, object_type in PERSON_FIELDS.items()}


def has_status(update: RecordUpdate) -> bool:
    return any(campaign_of_status(name) is not None for name in update.values)


def update_with_status(api: SalesforceApi, updates: Sequence[RecordUpdate], update: Update) -> list[WriteOutcome]:
    """Two calls more: the members are looked up first. What is refused of a member bears the name of its status."""
    plain = [replace(one, values=own_values(one.values)) for one in updates]
    outcomes = iter(update([one for one in plain if one.values]))
    done = [next(outcomes) if one.values else Written(one.ref.id) for one in plain]
    wanted = [(one.ref, name, value) for one in updates for name, value in one.values.items() if is_of_members(name)]
    refused = _write_statuses(api, wanted, update)
    pairs = zip(updates, done, strict=True)
    return [outcome if isinstance(outcome, Failure) else refused.get(one.ref, outcome) for one, outcome in pairs]


def own_values(values: Mapping[str, Value]) -> dict[str, Value]:
    """Without what is kept in members."""
    return {name: value for name, value in values.items() if not is_of_members(name)}


def _write_statuses(
    api: SalesforceApi, wanted: Sequence[tuple[RecordRef, str, Value]], update: Update
) -> dict[RecordRef, Failure]:
    try:
        members = _members(api, wanted)
    except CrmError as error:
        return {ref: error.failure for ref, _, _ in wanted}
    there, refused = [], {}
    for ref, name, value in wanted:
        if (ref.id, campaign_of_status(name)) in members:
            there.append((ref, name, value))
        else:
            refused[ref] = replace(NO_MEMBER, fields=(name,))
    writes = [
        RecordUpdate(RecordRef(Side.SALESFORCE, MEMBER, members[ref.id, campaign_of_status(name)]), {"Status": value})
        for ref, name, value in there
    ]
    for (ref, name, _), outcome in zip(there, update(writes), strict=True):
        if isinstance(outcome, Failure):
            refused[ref] = replace(outcome, fields=(name,))
    return refused


def _members(api: SalesforceApi, wanted: Sequence[tuple[RecordRef, str, Value]]) -> dict[tuple[str, str | None], str]:
    """The member's id, by person and campaign."""
    campaigns = sorted({campaign for _, name, _ in wanted if (campaign := campaign_of_status(name)) is not None})
    people = {kind: sorted({ref.id for ref, _, _ in wanted if ref.object_type == kind}) for kind in _PERSON}
    queries = [members_in(campaigns, _PERSON[kind], ids) for kind, ids in people.items() if ids]
    rows = [row for found in api.queries(queries, "members") for row in found]
    named = ((row, field) for row in rows for field in PERSON_FIELDS if row.get(field))
    return {(str(row[field]), str(row["CampaignId"])): str(row["Id"]) for row, field in named}
