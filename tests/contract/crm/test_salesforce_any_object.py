"""Activities, cases, members and custom objects through the adapter: the same calls as for people."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.failure import Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.parked import Category
from crmsync.core.record import Gone, NewRecord, Record, RecordRef, RecordUpdate
from crmsync.ports.bulk_query import QueryState, ResultRequest, Selection
from crmsync.ports.crm import Look, LostCreations
from crmsync.ports.feed import Feed

from tests.contract.crm.salesforce_world import SalesforceWorld, ref

MACHINE = "Machine__c"
FIELDS = {
    "Task": ("Subject", "Status", "WhoId", "WhatId", "IsClosed"),
    "Event": ("Subject", "StartDateTime", "DurationInMinutes"),
    "Case": ("Subject", "Status", "ContactId", "AccountId"),
    "CampaignMember": ("CampaignId", "LeadId", "ContactId", "Status"),
    MACHINE: ("Name", "Contact__c", "Contact__r.LastName"),
}


@pytest.fixture
def records(salesforce: SalesforceWorld) -> dict[str, RecordRef]:
    """One record of each object, made by the product."""
    lookup = {"name": "Contact__c", "type": "lookup", "referenceTo": "Contact", "relationshipName": "Contact__r"}
    salesforce.control("schema", {"op": "add_object", "object": MACHINE, "fields": [{**lookup, "type": "reference"}]})
    campaign = salesforce.by_person("POST", "sobjects/Campaign", {"Name": "Webinar"})["id"]
    (contact,) = salesforce.add("Contact", {"LastName": "Doe"})
    values: dict[str, dict[str, Any]] = {
        "Task": {"Subject": "Call", "WhoId": contact.id},
        "Event": {"Subject": "Visit", "StartDateTime": "2026-12-01T10:00:00Z", "DurationInMinutes": 30},
        "Case": {"Subject": "It hums", "ContactId": contact.id},
        "CampaignMember": {"CampaignId": campaign, "ContactId": contact.id},
        MACHINE: {"Name": "Difference Engine", "Contact__c": contact.id},
    }
    return {kind: salesforce.add(kind, fields)[0] for kind, fields in values.items()}


def test_records_of_five_objects_are_read_in_one_call(
    salesforce: SalesforceWorld, records: dict[str, RecordRef]
) -> None:
    seen = salesforce.crm.look(Look(tuple(records.values()), (), FIELDS)).records
    assert salesforce.calls() == 1
    read = {kind: seen[one] for kind, one in records.items()}
    values = {kind: one.values for kind, one in read.items() if isinstance(one, Record)}
    assert values["Task"]["WhatId"] is None
    assert values["Event"]["DurationInMinutes"] == 30
    assert (values["Case"]["Status"], values["CampaignMember"]["Status"]) == ("New", "Sent")
    assert values[MACHINE]["Contact__r.LastName"] == "Doe"
    assert values["Task"]["WhoId"] == values["Case"]["ContactId"] == values[MACHINE]["Contact__c"]


def test_they_are_changed_and_deleted_in_one_call_each(
    salesforce: SalesforceWorld, records: dict[str, RecordRef]
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "Task": {"Status": "Completed"},
        "Event": {"DurationInMinutes": 45},
        "Case": {"Status": "Closed"},
        "CampaignMember": {"Status": "Responded"},
        MACHINE: {"Contact__c": None},
    }
    outcomes = salesforce.crm.update([RecordUpdate(records[kind], values) for kind, values in changes.items()])
    assert salesforce.calls() == 1
    assert all(isinstance(outcome, Written) for outcome in outcomes)
    task = salesforce.crm.look(Look((records["Task"],), (), FIELDS)).records[records["Task"]]
    assert isinstance(task, Record)
    assert task.values["IsClosed"] is True
    salesforce.calls()
    assert len(salesforce.crm.delete(list(records.values()))) == 5
    assert salesforce.calls() == 1
    seen = salesforce.crm.look(Look(tuple(records.values()), (), FIELDS)).records
    assert list(seen.values()) == [Gone(one, is_proven=True) for one in records.values()]


def test_five_polls_are_one_call_and_show_what_is_gone(
    salesforce: SalesforceWorld, records: dict[str, RecordRef]
) -> None:
    salesforce.crm.delete([records["Event"]])
    salesforce.calls()
    until = salesforce.clock.millis() + 10_000
    pages = salesforce.crm.changed_since_many(
        [Feed(kind, fields, until - 3_600_000, until) for kind, fields in FIELDS.items()]
    )
    assert salesforce.calls() == 1
    shown = {kind: [one.ref for one in page.records] for kind, page in zip(FIELDS, pages, strict=True)}
    assert shown == {**{kind: [one] for kind, one in records.items()}, "Event": []}
    assert pages[list(FIELDS).index("Event")].gone == (Gone(records["Event"], is_proven=True),)


@pytest.mark.parametrize(("kind", "name"), [("Task", "Call"), ("Event", "Visit"), ("Case", "It hums")])
def test_lost_creations_are_found_by_subject(
    salesforce: SalesforceWorld, records: dict[str, RecordRef], kind: str, name: str
) -> None:
    found = salesforce.crm.lost_creations(LostCreations(kind, "Subject", (name,)))
    assert [one.ref for one in found[name]] == [records[kind]]


def test_lookups_tell_what_they_may_point_to(salesforce: SalesforceWorld, records: dict[str, RecordRef]) -> None:
    assert records
    found = salesforce.crm.lookups([MACHINE, "Task"])
    assert salesforce.calls() == 1
    assert found[MACHINE]["Contact__c"] == ("Contact",)
    assert found["Task"]["WhoId"] == ("Contact", "Lead")
    assert {"Account", "Opportunity", MACHINE} <= set(found["Task"]["WhatId"])
    assert salesforce.crm.schema("Task")["Subject"].kind is Kind.TEXT


def test_merged_cases_lead_to_their_master(salesforce: SalesforceWorld) -> None:
    master, loser = salesforce.add("Case", {"Subject": "It hums"}, {"Subject": "It hums again"})
    salesforce.control("merge", {"object": "Case", "master": master.id, "losers": [loser.id]})
    assert salesforce.crm.look(Look((loser,))).records[loser] == Gone(loser, master, "merged")


def test_a_contact_with_a_case_is_not_deleted(salesforce: SalesforceWorld, records: dict[str, RecordRef]) -> None:
    case = salesforce.crm.look(Look((records["Case"],), (), FIELDS)).records[records["Case"]]
    assert isinstance(case, Record)
    (refused,) = salesforce.crm.delete([ref("Contact", str(case.values["ContactId"]))])
    assert isinstance(refused, Failure)
    assert (refused.vendor_code, refused.category) == ("DELETE_FAILED", Category.ASSOCIATIONS)


def test_a_member_twice_is_a_duplicate(salesforce: SalesforceWorld, records: dict[str, RecordRef]) -> None:
    member = salesforce.crm.look(Look((records["CampaignMember"],), (), FIELDS)).records[records["CampaignMember"]]
    assert isinstance(member, Record)
    values = {name: member.values[name] for name in ("CampaignId", "ContactId")}
    (refused,) = salesforce.crm.create([NewRecord("1", "CampaignMember", values)])
    assert isinstance(refused, Failure)
    assert refused.category == Category.DUPLICATES


@pytest.mark.parametrize("kind", list(FIELDS))
def test_they_are_counted_and_exported(salesforce: SalesforceWorld, records: dict[str, RecordRef], kind: str) -> None:
    assert salesforce.crm.count([Selection(kind)])[0] >= 1
    started = salesforce.crm.start_query(Selection(kind), FIELDS[kind])
    salesforce.clock.seconds += 60
    assert salesforce.crm.query_progress(started.id).state is QueryState.DONE
    wanted = ResultRequest(started.id, kind, FIELDS[kind], None, 1_000)
    assert records[kind] in {one.ref for one in salesforce.crm.query_results(wanted).records}
