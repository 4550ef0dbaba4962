from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.parked import Category
from crmsync.core.record import Record, RecordUpdate
from crmsync.ports.crm import Look

from tests.contract.crm.salesforce_people import FIELDS, people
from tests.contract.crm.salesforce_world import SalesforceWorld, new, ref, written


def test_a_condition_is_tried_on_each_object_in_one_call(salesforce: SalesforceWorld) -> None:
    both = ("Contact", "Lead")
    salesforce.crm.daily_usage()
    salesforce.calls()
    assert salesforce.crm.condition_problem(both, "LeadSource = 'Web' AND (Title = null OR Title != 'x')") is None
    assert salesforce.calls() == 1
    problem = salesforce.crm.condition_problem(both, "Company = 'x'")
    assert problem is not None
    assert problem.startswith("Contact: ")
    assert "'Company'" in problem
    assert salesforce.crm.condition_problem(both, "Title =") is not None


def test_a_trial_that_fails_for_another_reason_tells_nothing_of_the_condition(salesforce: SalesforceWorld) -> None:
    salesforce.fault("status", "composite", status=503)
    with pytest.raises(CrmError) as raised:
        salesforce.crm.condition_problem(("Contact",), "Title = 'x'")
    assert raised.value.failure.consequence is Consequence.RETRY_LATER


def test_nothing_to_do_is_no_call(salesforce: SalesforceWorld) -> None:
    seen = salesforce.crm.look(Look())
    assert (dict(seen.records), dict(seen.matches)) == ({}, {})
    assert salesforce.crm.create([]) == []
    assert salesforce.crm.update([]) == []
    assert salesforce.crm.changed_since_many([]) == []
    assert salesforce.calls() == 0


def test_creates_leads_and_contacts_together_in_the_order_of_the_input(salesforce: SalesforceWorld) -> None:
    records = [
        new(index, "Lead" if index % 3 else "Contact", Email=f"p{index}@example.org", Title=None)
        for index in range(250)
    ]
    outcomes = salesforce.crm.create(records)
    assert salesforce.calls() == 2
    assert all(written(outcome).created for outcome in outcomes)
    prefixes = ["003" if index % 3 == 0 else "00Q" for index in range(250)]
    assert [written(outcome).id[:3] for outcome in outcomes] == prefixes
    assert all(len(written(outcome).id) == 18 for outcome in outcomes)
    last = ref("Contact", written(outcomes[249]).id)
    seen = salesforce.crm.look(Look((last,), (), FIELDS)).records[last]
    assert isinstance(seen, Record)
    assert seen.values["Email"] == "p249@example.org"


def test_updates_and_clears_each_record_for_itself(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *people(150))
    leads = salesforce.add("Lead", *people(40))
    updates = [RecordUpdate(one, {"FirstName": None, "Title": f"T{i}"}) for i, one in enumerate([*contacts, *leads])]
    updates[0] = RecordUpdate(contacts[0], {"Email": "no address"})
    updates[1] = RecordUpdate(contacts[1], {"LastName": None})
    updates[2] = RecordUpdate(ref("Contact", "003000000000001AAA"), {"Title": "x"})
    outcomes = salesforce.crm.update(updates)
    assert salesforce.calls() == 1
    failures = [outcome for outcome in outcomes[:3] if isinstance(outcome, Failure)]
    assert [(one.vendor_code, one.fields) for one in failures[:2]] == [
        ("INVALID_EMAIL_ADDRESS", ("Email",)),
        ("REQUIRED_FIELD_MISSING", ("LastName",)),
    ]
    assert "no address" not in failures[0].message
    assert len(failures) == 3
    assert all(isinstance(outcome, Written) and not outcome.created for outcome in outcomes[3:])
    seen = salesforce.crm.look(Look((leads[39],), (), {"Lead": ("FirstName", "Title")})).records[leads[39]]
    assert isinstance(seen, Record)
    assert seen.values == {"FirstName": None, "Title": "T189"}


def test_a_deleted_record_is_to_be_looked_at_again(salesforce: SalesforceWorld) -> None:
    (one,) = salesforce.add("Contact", *people(1))
    salesforce.by_person("DELETE", f"sobjects/Contact/{one.id}")
    (outcome,) = salesforce.crm.update([RecordUpdate(one, {"Title": "x"})])
    assert isinstance(outcome, Failure)
    assert (outcome.consequence, outcome.category) == (Consequence.RETRY_LATER, Category.MERGED)


def test_a_converted_lead_is_to_be_looked_at_again(salesforce: SalesforceWorld) -> None:
    (lead,) = salesforce.add("Lead", *people(1))
    salesforce.control("convert", {"lead": lead.id, "status": "Closed - Converted"})
    (outcome,) = salesforce.crm.update([RecordUpdate(lead, {"Title": "x"})])
    assert isinstance(outcome, Failure)
    assert (outcome.consequence, outcome.category) == (Consequence.RETRY_LATER, Category.CONVERTED_LEAD)


@pytest.mark.parametrize(
    ("rule", "creates", "updates"), [("off", True, True), ("alert", False, True), ("block", False, False)]
)
def test_duplicate_rules_stop_creations_and_alerts_do_not_stop_updates(
    salesforce: SalesforceWorld, rule: str, creates: bool, updates: bool
) -> None:
    one, two = salesforce.add("Contact", *people(2))
    salesforce.settings(duplicate_rule=rule)
    (created,) = salesforce.crm.create([new(9, "Contact", Email="p0@example.org")])
    assert isinstance(created, Written) is creates
    if isinstance(created, Failure):
        assert (created.consequence, created.category) == (Consequence.REJECTED_RECORD, Category.DUPLICATES)
        assert created.existing_id in {one.id, None}
    (updated,) = salesforce.crm.update([RecordUpdate(two, {"Email": "p0@example.org"})])
    assert isinstance(updated, Written) is updates


def test_assignment_rules_choose_for_new_leads_without_owner_only(salesforce: SalesforceWorld) -> None:
    users = [user.id for user in salesforce.crm.users() if user.is_active]
    salesforce.settings(lead_assignment_owner=users[-1])
    one, other, third = people(3)
    leads = salesforce.add("Lead", {**one, "OwnerId": users[0]}, other, {**third, "OwnerId": users[1]})
    (contact,) = salesforce.add("Contact", people(4)[3])
    salesforce.crm.update([RecordUpdate(leads[0], {"Title": "x"})])
    owners = [salesforce.by_person("GET", f"sobjects/Lead/{lead.id}")["OwnerId"] for lead in leads]
    assert owners == [users[0], users[-1], users[1]]
    assert salesforce.by_person("GET", f"sobjects/Contact/{contact.id}")["OwnerId"] != users[-1]


def test_users_are_read_with_what_matches_them(salesforce: SalesforceWorld) -> None:
    salesforce.calls()
    users = {user.name: user for user in salesforce.crm.users()}
    assert salesforce.calls() == 1
    assert users["Dana Ortiz"].email == "dana.ortiz@example.com"
    assert (users["Dana Ortiz"].is_active, users["Petra Lang"].is_active) == (True, False)
    assert all(len(user.id) == 18 for user in users.values())


@pytest.mark.parametrize("whole", [True, False])
def test_a_value_of_the_wrong_type_spoils_its_own_record_only(salesforce: SalesforceWorld, whole: bool) -> None:
    salesforce.settings(unreadable_value_fails_collection=whole)
    refs = salesforce.add("Contact", *people(8))
    updates = [RecordUpdate(one, {"Title": "x"}) for one in refs]
    updates[5] = RecordUpdate(refs[5], {"HasOptedOutOfEmail": "perhaps"})
    outcomes = salesforce.crm.update(updates)
    assert [index for index, outcome in enumerate(outcomes) if isinstance(outcome, Failure)] == [5]
    failure = outcomes[5]
    assert isinstance(failure, Failure)
    assert failure.consequence is Consequence.REJECTED_RECORD
    assert "perhaps" not in failure.message
    assert salesforce.calls() == (7 if whole else 1)


def test_a_locked_row_comes_again(salesforce: SalesforceWorld) -> None:
    one, two = salesforce.add("Contact", *people(2))
    salesforce.fault("lock_row", "composite/sobjects")
    outcomes = salesforce.crm.update([RecordUpdate(one, {"Title": "x"}), RecordUpdate(two, {"Title": "x"})])
    assert [isinstance(outcome, Written) for outcome in outcomes] == [False, True]
    locked = outcomes[0]
    assert isinstance(locked, Failure)
    assert (locked.consequence, locked.vendor_code) == (Consequence.RETRY_LATER, "UNABLE_TO_LOCK_ROW")


def test_schemas_of_several_objects_are_one_call(salesforce: SalesforceWorld) -> None:
    salesforce.crm.schemas(["Contact"])
    salesforce.calls()
    schemas = salesforce.crm.schemas(["Lead", "Contact"])
    assert salesforce.calls() == 1
    lead, contact = schemas["Lead"], schemas["Contact"]
    assert (lead["Email"].kind, lead["Phone"].kind, lead["Website"].kind) == (Kind.EMAIL, Kind.PHONE, Kind.URL)
    assert lead["Company"].max_length == 255
    assert (lead["Status"].kind, contact["OwnerId"].kind) == (Kind.PICKLIST, Kind.REFERENCE)
    assert not lead["SystemModstamp"].writable
    assert contact["LastName"].writable
    assert contact["MailingStreet"].multi_line
    assert "MailingAddress" not in contact


def test_restricted_picklists_have_options_and_others_take_any(salesforce: SalesforceWorld) -> None:
    field = {"name": "Size__c", "type": "picklist", "values": ["S", "M"], "restricted": True}
    salesforce.control("schema", {"op": "add_field", "object": "Contact", "field": field})
    field = {"name": "Hue__c", "type": "picklist", "values": ["Red"], "restricted": False}
    salesforce.control("schema", {"op": "add_field", "object": "Contact", "field": field})
    schema = salesforce.crm.schema("Contact")
    assert (schema["Size__c"].options, schema["Hue__c"].options) == (("S", "M"), ())


def test_an_object_that_is_not_there_is_a_misconfiguration(salesforce: SalesforceWorld) -> None:
    with pytest.raises(CrmError) as caught:
        salesforce.crm.schemas(["Contact", "Shoe__c"])
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
