from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.parked import Category
from crmsync.core.record import Gone, Record, RecordUpdate
from crmsync.ports.crm import Look

from tests.contract.crm.salesforce_world import SalesforceWorld, new, ref, written

FIELDS = {"Contact": ("FirstName", "Title", "Email"), "Lead": ("FirstName", "Company", "Email")}


def people(count: int, domain: str = "example.org") -> list[dict[str, str]]:
    return [{"Email": f"P{index}@{domain}", "FirstName": f"P{index}"} for index in range(count)]


def addresses(count: int, domain: str = "example.org") -> tuple[str, ...]:
    return tuple(f"p{index}@{domain}" for index in range(count))


def test_a_slice_of_leads_contacts_and_addresses_is_one_call(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *people(50))
    leads = salesforce.add("Lead", *people(50))
    seen = salesforce.crm.look(Look((*contacts, *leads), addresses(100), FIELDS))
    assert salesforce.calls() == 1
    first = seen.records[leads[0]]
    assert isinstance(first, Record)
    assert first.values == {"FirstName": "P0", "Company": "Acme", "Email": "P0@example.org"}
    assert first.modified_at >= first.created_at > 1_795_305_600_000
    assert {match.ref for match in seen.matches["p7@example.org"]} == {contacts[7], leads[7]}
    assert seen.matches["p99@example.org"] == ()


def test_more_than_a_call_holds_is_split(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *people(450))
    seen = salesforce.crm.look(Look(tuple(contacts), addresses(450), FIELDS))
    assert salesforce.calls() == 2
    assert all(isinstance(outcome, Record) for outcome in seen.records.values())
    assert {len(matches) for matches in seen.matches.values()} == {1}


def test_who_fails_a_condition_is_told_in_the_same_call(salesforce: SalesforceWorld) -> None:
    contacts = salesforce.add("Contact", *({**one, "Title": "Lady"} for one in people(3)), {"Email": "x@example.org"})
    leads = salesforce.add("Lead", *people(2))
    conditions = {"Contact": "Title = 'Lady' OR Title = 'it\\'s'"}
    look = Look((*contacts, *leads), ("p0@example.org", "x@example.org"), FIELDS, conditions)
    seen = salesforce.crm.look(replace(look, emails=()))
    assert salesforce.calls() == 1
    assert seen.outside == {contacts[3]}
    assert isinstance(seen.records[contacts[3]], Record)
    by_address = salesforce.crm.look(replace(look, refs=()))
    assert by_address.outside == {contacts[3]}
    assert {one.ref for one in by_address.matches["p0@example.org"]} == {contacts[0], leads[0]}


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


def test_fields_of_the_account_are_read_through_the_contact(salesforce: SalesforceWorld) -> None:
    account = salesforce.by_person("POST", "sobjects/Account", {"Name": "Globex"})["id"]
    with_account, without = salesforce.add("Contact", {"AccountId": account}, {})
    look = Look((with_account, without), (), {"Contact": ("Account.Name",)})
    values = {
        one: outcome.values for one, outcome in salesforce.crm.look(look).records.items() if isinstance(outcome, Record)
    }
    assert values == {with_account: {"Account.Name": "Globex"}, without: {"Account.Name": None}}


def test_deleted_and_unknown_records_are_gone_and_no_matches(salesforce: SalesforceWorld) -> None:
    one, two = salesforce.add("Contact", *people(2))
    salesforce.by_person("DELETE", f"sobjects/Contact/{one.id}")
    unknown = ref("Contact", "003000000000001AAA")
    seen = salesforce.crm.look(Look((one, two, unknown), addresses(2), FIELDS))
    assert seen.records[one] == Gone(one, is_proven=True)
    assert seen.records[unknown] == Gone(unknown)
    assert isinstance(seen.records[two], Record)
    assert [len(matches) for matches in seen.matches.values()] == [0, 1]


def test_a_merged_record_tells_what_it_became(salesforce: SalesforceWorld) -> None:
    master, loser = salesforce.add("Lead", *people(2))
    salesforce.control("merge", {"object": "Lead", "master": master.id, "losers": [loser.id]})
    seen = salesforce.crm.look(Look((master, loser), (), FIELDS)).records
    assert seen[loser] == Gone(loser, master, "merged")
    assert isinstance(seen[master], Record)


def test_a_converted_lead_leads_to_its_contact(salesforce: SalesforceWorld) -> None:
    (lead,) = salesforce.add("Lead", *people(1))
    contact = ref(
        "Contact", salesforce.control("convert", {"lead": lead.id, "status": "Closed - Converted"})["contact"]
    )
    seen = salesforce.crm.look(Look((lead,), addresses(1), FIELDS))
    assert seen.records[lead] == Gone(lead, contact, "converted")
    assert [match.ref for match in seen.matches["p0@example.org"]] == [contact]


def test_addresses_with_quotes_are_escaped(salesforce: SalesforceWorld) -> None:
    (one,) = salesforce.add("Contact", {"Email": "o'brien@example.org"})
    seen = salesforce.crm.look(Look(emails=("o'brien@example.org", "a') OR Name LIKE ('%@x.org"), fields=FIELDS))
    assert [match.ref for match in seen.matches["o'brien@example.org"]] == [one]
    assert seen.matches["a') OR Name LIKE ('%@x.org"] == ()


def test_a_field_that_is_no_more_is_a_misconfiguration(salesforce: SalesforceWorld) -> None:
    with pytest.raises(CrmError) as caught:
        salesforce.crm.look(Look((ref("Contact", "003000000000001AAA"),), (), {"Contact": ("Shoe__c",)}))
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert caught.value.failure.category == Category.MAPPING


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


def test_daily_usage_and_what_every_answer_tells_of_it(salesforce: SalesforceWorld) -> None:
    assert salesforce.crm.last_usage is None
    salesforce.control("limits", {"daily_used": 500, "daily_max": 1000})
    used, limit = salesforce.crm.daily_usage()
    assert limit == 1000
    assert 500 <= used <= 502
    assert salesforce.crm.last_usage in {(used, limit), (used + 1, limit)}


def test_the_daily_limit_stops_the_remaining_batches(salesforce: SalesforceWorld) -> None:
    salesforce.crm.daily_usage()
    salesforce.calls()
    salesforce.control("limits", {"daily_used": 1000, "daily_max": 1000})
    outcomes = salesforce.crm.create([new(index, "Contact") for index in range(450)])
    assert {one.consequence for one in outcomes if isinstance(one, Failure)} == {Consequence.QUOTA_EXHAUSTED}
    assert len(outcomes) == 450
    assert salesforce.calls() == 1


@pytest.mark.parametrize(
    ("kind", "more", "consequence"),
    [
        ("drop_response", {}, Consequence.OUTCOME_UNKNOWN),
        ("reset", {}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 503}, Consequence.OUTCOME_UNKNOWN),
        ("status", {"status": 202}, Consequence.OUTCOME_UNKNOWN),
        ("rate_limit", {}, Consequence.QUOTA_EXHAUSTED),
    ],
)
def test_a_failed_write_is_the_outcome_of_every_record(
    salesforce: SalesforceWorld, kind: str, more: dict[str, int], consequence: Consequence
) -> None:
    salesforce.crm.daily_usage()
    salesforce.calls()
    salesforce.fault(kind, "composite/sobjects", **more)
    outcomes = salesforce.crm.create([new(index, "Contact", **values) for index, values in enumerate(people(2))])
    assert [outcome.consequence for outcome in outcomes if isinstance(outcome, Failure)] == [consequence] * 2
    assert salesforce.calls() == 1
    matches = salesforce.crm.look(Look(emails=addresses(1), fields=FIELDS)).matches["p0@example.org"]
    assert len(matches) == (1 if kind == "drop_response" else 0)


@pytest.mark.parametrize(("kind", "more"), [("reset", {}), ("status", {"status": 500}), ("status", {"status": 202})])
def test_a_failed_read_raises(salesforce: SalesforceWorld, kind: str, more: dict[str, int]) -> None:
    salesforce.crm.daily_usage()
    salesforce.fault(kind, "composite", **more)
    with pytest.raises(CrmError) as caught:
        salesforce.crm.look(Look(emails=addresses(1), fields=FIELDS))
    assert caught.value.failure.consequence is Consequence.RETRY_LATER


def test_an_ended_session_is_renewed_within_the_call(salesforce: SalesforceWorld) -> None:
    (one,) = salesforce.add("Contact", *people(1))
    salesforce.control("expire_sessions", {})
    (outcome,) = salesforce.crm.update([RecordUpdate(one, {"Title": "x"})])
    assert isinstance(outcome, Written)
    assert salesforce.calls() == 2
    salesforce.crm.daily_usage()
    assert salesforce.calls() == 1


@pytest.mark.s("S72")
def test_wrong_credentials_are_a_misconfiguration_told_once(salesforce: SalesforceWorld) -> None:
    salesforce.settings(consumer_secret="changed")
    for _ in range(3):
        with pytest.raises(CrmError) as caught:
            salesforce.crm.daily_usage()
        assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert salesforce.gateway.calls.as_json()["total"] == 1
