from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, Failure, Written
from crmsync.core.mapping import Kind
from crmsync.core.own_properties import OwnProperty
from crmsync.core.parked import Category
from crmsync.core.record import NewRecord, Record, RecordRef, RecordUpdate, Side
from crmsync.ports.crm import Look

from sandbox.hubspot.owners import Owner
from tests.contract.crm.hubspot_people import FIELDS, people
from tests.contract.crm.hubspot_world import HubspotWorld, new, ref, written

ACCOUNT = OwnProperty("salesforceaccountid", "Salesforce account ID", "string", "text", "The account it is linked to.")


def test_nothing_to_do_is_no_call(hubspot: HubspotWorld) -> None:
    seen = hubspot.crm.look(Look())
    assert (dict(seen.records), dict(seen.matches)) == ({}, {})
    assert hubspot.crm.create([]) == []
    assert hubspot.crm.update([]) == []
    assert hubspot.crm.membership([], "1") == {}
    assert hubspot.crm.property_times([], ["email"]) == {}
    assert hubspot.calls() == 0


@pytest.mark.parametrize("is_reversed", [False, True])
def test_creates_in_the_order_of_the_input(hubspot: HubspotWorld, is_reversed: bool) -> None:
    hubspot.settings(batch_results_reversed=is_reversed)
    outcomes = hubspot.crm.create([new(index, **values) for index, values in enumerate(people(130))])
    assert hubspot.calls() == 2
    assert all(written(outcome).created for outcome in outcomes)
    refs = [ref(written(outcome).id) for outcome in outcomes]
    seen = hubspot.crm.look(Look(tuple(refs), (), FIELDS)).records
    found = [seen[one] for one in refs]
    assert [one.values["firstname"] for one in found if isinstance(one, Record)] == [f"P{i}" for i in range(130)]


def test_what_was_created_is_known_by_its_counterpart_where_results_show_no_trace_ids(hubspot: HubspotWorld) -> None:
    hubspot.settings(results_show_trace_ids=False, batch_results_reversed=True)
    hubspot.crm.create_property_group("company", "crmsync", "crmsync")
    assert hubspot.crm.create_properties("company", "crmsync", [ACCOUNT]) == {ACCOUNT.name: None}
    accounts = [f"001gK00000000{index}QAQ" for index in range(10, 13)]
    made = [NewRecord(one, "company", {"name": "Acme", ACCOUNT.name: one}) for one in accounts]
    refs = [RecordRef(Side.HUBSPOT, "company", written(outcome).id) for outcome in hubspot.crm.create(made)]
    seen = hubspot.crm.look(Look(tuple(refs), (), {"company": (ACCOUNT.name,)})).records
    found = [seen[one] for one in refs]
    assert [one.values[ACCOUNT.name] for one in found if isinstance(one, Record)] == accounts


def test_updates_of_merged_records_are_told_apart_where_results_show_no_trace_ids(hubspot: HubspotWorld) -> None:
    """Each result bears the id of the one that they live on as."""
    hubspot.settings(results_show_trace_ids=False, merge_creates_record=True)
    ada, bea, cid, dan = hubspot.add(*[{"email": f"{name}@example.org"} for name in ("ada", "bea", "cid", "dan")])
    survivors = [merged(hubspot, ada, bea), merged(hubspot, cid, dan)]
    outcomes = hubspot.crm.update([RecordUpdate(one, {"city": "Rome"}) for one in (bea, dan)])
    assert [written(outcome).id for outcome in outcomes] == survivors


def merged(hubspot: HubspotWorld, primary: RecordRef, loser: RecordRef) -> str:
    body = {"primaryObjectId": primary.id, "objectIdToMerge": loser.id}
    return str(hubspot.by_person("POST", "/crm/v3/objects/contacts/merge", body)["id"])


@pytest.mark.parametrize("body", ["v3", "identity_profile"])
def test_a_bad_row_fails_alone(hubspot: HubspotWorld, body: str) -> None:
    hubspot.settings(conflict_body=body)
    (taken,) = hubspot.add({"email": "taken@example.org"})
    outcomes = hubspot.crm.create(
        [
            new(1, email="fresh@example.org"),
            new(2, email="taken@example.org", firstname="Tilda"),
            new(3, email="not an address"),
            new(4, email="other@example.org", firstname=None),
        ]
    )
    assert [isinstance(outcome, Written) for outcome in outcomes] == [True, False, False, True]
    duplicate, invalid = outcomes[1], outcomes[2]
    assert isinstance(duplicate, Failure)
    assert isinstance(invalid, Failure)
    assert (duplicate.consequence, duplicate.category) == (Consequence.REJECTED_RECORD, Category.DUPLICATES)
    assert duplicate.existing_id == taken.id
    assert (invalid.consequence, invalid.category) == (Consequence.REJECTED_RECORD, Category.PROPERTY_VALUES)
    assert invalid.fields == ("email",)
    assert "not an address" not in invalid.message
    assert hubspot.calls() == 1


@pytest.mark.parametrize("partial", [True, False])
def test_updates_and_clears(hubspot: HubspotWorld, partial: bool) -> None:
    hubspot.settings(batch_update_partial=partial)
    refs = hubspot.add(*people(120))
    updates = [RecordUpdate(one, {"jobtitle": f"Title {i}", "firstname": None}) for i, one in enumerate(refs)]
    updates[3] = RecordUpdate(ref("888888"), {"jobtitle": "Nobody"})
    updates[4] = RecordUpdate(refs[4], {"email": "no address"})
    outcomes = hubspot.crm.update(updates)
    assert hubspot.calls() == 2
    failures = {index: one for index, one in enumerate(outcomes) if isinstance(one, Failure)}
    assert set(failures) == {3, 4}
    assert (failures[3].consequence, failures[3].category) == (Consequence.RETRY_LATER, Category.MERGED)
    assert (failures[4].consequence, failures[4].fields) == (Consequence.REJECTED_RECORD, ("email",))
    seen = hubspot.crm.look(Look((refs[119],), (), FIELDS)).records[refs[119]]
    assert isinstance(seen, Record)
    assert seen.values["jobtitle"] == "Title 119"
    assert seen.values["firstname"] in {None, ""}


def test_a_property_that_is_no_more_is_a_mapping_matter(hubspot: HubspotWorld) -> None:
    one, two = hubspot.add(*people(2))
    outcomes = hubspot.crm.update(
        [RecordUpdate(one, {"no_such_thing": "x"}), RecordUpdate(two, {"hs_email_optout": True})]
    )
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [(failure.category, failure.fields) for failure in failures] == [
        (Category.MAPPING, ("no_such_thing",)),
        (Category.MAPPING, ("hs_email_optout",)),
    ]


def test_numbers_and_booleans_are_written_as_text(hubspot: HubspotWorld) -> None:
    hubspot.control("schema", {"op": "add_field", "object": "contact", "field": {"name": "shoe", "type": "number"}})
    hubspot.control("schema", {"op": "add_field", "object": "contact", "field": {"name": "tall", "type": "bool"}})
    (one,) = hubspot.add({"email": "a@example.org", "shoe": 42.0, "tall": True})
    seen = hubspot.crm.look(Look((one,), (), {"contact": ("shoe", "tall")})).records[one]
    assert isinstance(seen, Record)
    assert seen.values == {"shoe": "42", "tall": "true"}


def test_schema(hubspot: HubspotWorld) -> None:
    schema = hubspot.crm.schema("contact")
    assert schema["email"].kind is Kind.EMAIL
    assert schema["phone"].kind is Kind.PHONE
    assert schema["hubspot_owner_id"].kind is Kind.REFERENCE
    assert schema["lifecyclestage"].kind is Kind.PICKLIST
    assert "lead" in schema["lifecyclestage"].options
    assert schema["createdate"].kind is Kind.DATETIME
    assert not schema["createdate"].writable
    assert not schema["hs_email_optout"].writable
    assert schema["firstname"].writable
    assert hubspot.calls() == 1


def test_property_times_are_those_of_the_present_values(hubspot: HubspotWorld) -> None:
    (one,) = hubspot.add({"email": "a@example.org", "firstname": "A"})
    before = hubspot.clock.millis()
    hubspot.crm.update([RecordUpdate(one, {"firstname": "B"})])
    after = hubspot.clock.millis()
    times = hubspot.crm.property_times([one.id, "999"], ["firstname", "email", "jobtitle"])
    assert set(times) == {one.id}
    assert set(times[one.id]) == {"firstname", "email"}
    assert times[one.id]["email"] <= before < times[one.id]["firstname"] <= after


def test_property_history_tells_every_value_with_its_time(hubspot: HubspotWorld) -> None:
    (one,) = hubspot.add({"email": "a@example.org", "firstname": "A"})
    for name in ("B", None):
        hubspot.crm.update([RecordUpdate(one, {"firstname": name})])
    history = hubspot.crm.property_history([one.id, "999"], ["firstname", "jobtitle"])
    assert set(history) == {one.id}
    assert [value for _, value in history[one.id]["firstname"]] == [None, "B", "A"]
    times = [at for at, _ in history[one.id]["firstname"]]
    assert times == sorted(times, reverse=True)


def test_owners_are_read_page_by_page(hubspot: HubspotWorld) -> None:
    owners = hubspot.simulator.portal.owners
    for number in range(600):
        owners[str(number)] = Owner(str(number), f"p{number}@example.org", "P", str(number), number)
    owners["gone"] = Owner("gone", "gone@example.org", "G", "One", 1, archived=True)
    hubspot.calls()
    found = {one.id: one for one in hubspot.crm.owners()}
    assert hubspot.calls() == 2
    assert len(found) == 603
    assert (found["184501101"].email, found["184501101"].name) == ("dana.ortiz@example.com", "Dana Ortiz")
    assert "gone" not in found
