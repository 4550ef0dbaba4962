"""The default mappings that are more than texts, from one CRM to the other."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

LEAD = {"LastName": "Lovelace", "Company": "Analytical", "Email": "ada@example.org"}
CREATE_LEADS = {"create_in_salesforce": "lead"}


def contact_of(world: SyncWorld, person: str) -> str:
    return world.link_of(salesforce_ref(person)).hubspot.id


def create_account(world: SyncWorld) -> str:
    created = world.salesforce_user.create("Account", {"Name": "Analytical Engines"})
    assert created is not None
    return created


@pytest.mark.s("S17")
def test_a_lead_arrives_in_hubspot_with_all_its_fields(world: SyncWorld) -> None:
    fields: Any = {
        "AnnualRevenue": 1_250_000,
        "NumberOfEmployees": 42,
        "Industry": "Engineering",
        "LeadSource": "Partner Referral",
        "Rating": "Hot",
        "Description": "Met at the\nsoirée",
        "Status": "Working - Contacted",
    }
    person = world.create_person("Lead", **LEAD, **fields)
    world.run()
    names = ("annualrevenue", "numemployees", "industry", "leadsource", "rating", "description", "hs_lead_status")
    assert world.contact(contact_of(world, person), *names) == (
        "1250000",
        "25-50",
        "Engineering",
        "Partner Referral",
        "Hot",
        "Met at the\nsoirée",
        "IN_PROGRESS",
    )
    assert world.parked() == []


@pytest.mark.s("S17")
def test_a_contact_becomes_a_lead_with_what_a_lead_has(world: SyncWorld) -> None:
    world.put("settings/contact", CREATE_LEADS)
    world.create_contact(
        email="ada@example.org",
        lastname="Lovelace",
        company="Analytical",
        annualrevenue="1250000.4",
        numemployees="25-50",
        industry="Engineering",
        leadsource="Partner Referral",
        rating="Hot",
        description="Met at the soirée",
        hs_lead_status="CONNECTED",
    )
    world.run()
    (person,) = world.people_of("ada@example.org")
    names = ("AnnualRevenue", "NumberOfEmployees", "Industry", "LeadSource", "Rating", "Description", "Status")
    assert world.person(person, *names) == (
        1_250_000,
        None,
        "Engineering",
        "Partner Referral",
        "Hot",
        "Met at the soirée",
        "Working - Contacted",
    )
    contact = contact_of(world, person)
    shown = ("1250000.4", "25-50", "CONNECTED")
    assert world.contact(contact, "annualrevenue", "numemployees", "hs_lead_status") == shown


@pytest.mark.s("S17")
def test_a_contacts_account_goes_to_hubspot_and_is_set_back_there(world: SyncWorld) -> None:
    pair = world.linked()
    account = create_account(world)
    world.edit_person(pair.salesforce, AccountId=account)
    world.run()
    assert world.contact(pair.hubspot, "salesforceaccountid") == account
    world.edit_contact(pair.hubspot, salesforceaccountid="001000000000001AAA")
    world.run()
    assert world.contact(pair.hubspot, "salesforceaccountid") == account
    assert world.person(pair.salesforce, "AccountId") == account


def test_an_account_id_of_hubspot_never_goes_to_salesforce(world: SyncWorld) -> None:
    account = create_account(world)
    pair = world.linked(salesforceaccountid=account)
    assert world.person(pair.salesforce, "AccountId") is None
    world.edit_contact(pair.hubspot, salesforceaccountid="")
    world.run()
    assert world.person(pair.salesforce, "AccountId") is None
    assert world.parked() == []


@pytest.mark.s("S17")
def test_a_status_by_the_two_way_rule_crosses_in_both_directions(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    world.set_rule("hs_lead_status", "Status", "two_way")
    assert world.contact(pair.hubspot, "hs_lead_status") == "NEW"
    world.edit_contact(pair.hubspot, hs_lead_status="BAD_TIMING")
    world.run()
    assert world.person(pair.salesforce, "Status") == "Closed - Not Converted"
    assert world.contact(pair.hubspot, "hs_lead_status") == "BAD_TIMING"
    world.edit_person(pair.salesforce, Status="Working - Contacted")
    world.run()
    assert world.contact(pair.hubspot, "hs_lead_status") == "IN_PROGRESS"


def test_statuses_that_stand_for_the_same_one_are_left_alone(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    world.set_rule("hs_lead_status", "Status", "two_way")
    world.edit_contact(pair.hubspot, hs_lead_status="OPEN")
    world.run()
    assert world.contact(pair.hubspot, "hs_lead_status") == "OPEN"
    assert world.person(pair.salesforce, "Status") == "Open - Not Contacted"


@pytest.mark.s("S17")
def test_a_status_without_counterpart_parks_that_field_and_the_rest_crosses(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    added = {"op": "add_picklist_value", "object": "Lead", "field": "Status", "value": "Recycled"}
    world.control(Side.SALESFORCE, "schema", added)
    world.edit_person(pair.salesforce, Status="Recycled", City="London")
    world.run()
    assert world.contact(pair.hubspot, "city", "hs_lead_status") == ("London", "NEW")
    (row,) = world.parked()
    assert (row.part, row.category) == ("hs_lead_status", Category.PROPERTY_VALUES)
    assert "option map" in row.reason
    assert "options/<name>" in row.fix


def test_a_status_without_counterpart_goes_on_with_an_option_map_that_has_it(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    added = {"op": "add_picklist_value", "object": "Lead", "field": "Status", "value": "Recycled"}
    world.control(Side.SALESFORCE, "schema", added)
    world.edit_person(pair.salesforce, Status="Recycled")
    world.run()
    options = {"options": {"NEW": "Open - Not Contacted", "BAD_TIMING": "Recycled"}}
    mapping = {"hubspot": "hs_lead_status", "salesforce": "Status", "options": "lead-status"}
    world.put("options/lead-status", options)
    world.put("mappings/contact", {"mappings": [mapping]})
    world.resume_parked(after=0)
    assert world.contact(pair.hubspot, "hs_lead_status") == "BAD_TIMING"
    assert world.parked() == []


@pytest.mark.s("S17")
def test_a_number_that_no_range_holds_parks_that_field(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    none: Any = 0
    world.edit_person(pair.salesforce, NumberOfEmployees=none, City="London")
    world.run()
    assert world.contact(pair.hubspot, "city", "numemployees") == ("London", None)
    assert [row.part for row in world.parked()] == ["numemployees"]


def test_employees_that_hubspot_changes_are_set_back(world: SyncWorld) -> None:
    some: Any = 7
    pair = world.linked(object_type="Lead", NumberOfEmployees=some)
    world.edit_contact(pair.hubspot, numemployees="1000+")
    world.run()
    assert world.contact(pair.hubspot, "numemployees") == "5-25"
    assert world.person(pair.salesforce, "NumberOfEmployees") == 7


def test_a_new_portal_lacks_four_properties_and_syncs_the_rest(new_portal: SyncWorld) -> None:
    world = new_portal
    person = world.create_person("Lead", **LEAD, Rating="Hot", Industry="Engineering", LeadSource="Web")
    world.run()
    assert world.contact(contact_of(world, person), "industry") == "Engineering"
    assert world.parked() == []
    active = world.product.configurations.active()
    assert active is not None
    mapped = {mapping.hubspot for mapping in active.pairs["contact"].mappings}
    assert mapped.isdisjoint({"leadsource", "rating", "description", "salesforceaccountid"})
