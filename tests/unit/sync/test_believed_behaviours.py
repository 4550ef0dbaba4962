"""What is only believed of a CRM is a switch of its simulator: under either setting people's edits cross.

The switches are taken from the simulators' settings, so that a new one is met here by itself.
"""

from __future__ import annotations

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.believed_switches import SWITCHES, Switch
from tests.unit.sync.company_world import company_ref
from tests.unit.sync.deal_world import DealWorld, deal_ref
from tests.unit.sync.sync_world import SyncWorld, salesforce_ref

pytestmark = pytest.mark.no_cover

each_switch = pytest.mark.parametrize("switch", SWITCHES, ids=str)


def test_there_are_switches_of_both_sides() -> None:
    assert {"batch_results_reversed", "conflict_body", "event_body", "whole_second_times"} <= {
        one.name for one in SWITCHES
    }
    assert len(SWITCHES) > 40


@each_switch
def test_edits_cross_under_either_setting(switch: Switch) -> None:
    world = SyncWorld()
    world.control(switch.side, "settings", {switch.name: switch.value})
    contact = world.create_contact(email="Ada@Example.org", lastname="Lovelace", phone="1")
    lead = world.create_person("Lead", Email="lea@example.org", LastName="Lea", Company="Acme")
    world.run_on()
    person = world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.id
    lea = world.link_of(salesforce_ref(lead)).hubspot.id
    world.edit_contact(contact, jobtitle="Countess")
    world.edit_person(lead, Title="CEO", City="Oslo")
    world.run_on()
    assert world.person(person, "Title", "Phone") == ("Countess", "1")
    assert world.contact(lea, "jobtitle", "city") == ("CEO", "Oslo")
    world.edit_person(person, Title="Queen", Phone=None)
    world.edit_contact(lea, zip="20100")
    world.run_on()
    assert world.contact(contact, "jobtitle", "phone") == ("Queen", None)
    assert world.person(lead, "City", "PostalCode") == ("Oslo", "20100")
    assert world.parked() == []


@each_switch
def test_deals_and_who_takes_part_cross_under_either_setting(switch: Switch) -> None:
    world = DealWorld()
    world.control(switch.side, "settings", {switch.name: switch.value})
    company = world.create_company(name="Analytical", domain="analytical.example")
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.employ(contact, company)
    deal = world.create_deal(amount="7")
    world.sell_to(deal, company)
    world.involve(deal, contact)
    world.run_on()
    account = world.link_of(company_ref(company)).salesforce.id
    person = world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.id
    opportunity = world.link_of(deal_ref(deal)).salesforce.id
    assert world.opportunity(opportunity, "StageName", "Amount", "AccountId") == ("Prospecting", 7, account)
    assert world.roles_in(opportunity) == {person}
    assert world.person(person, "AccountId") == account
    world.edit_opportunity(opportunity, StageName="Closed Won")
    world.edit_account(account, BillingCity="Oslo")
    world.release(deal, contact)
    world.leave_company(contact, company)
    world.run_on()
    assert world.deal(deal, "pipeline", "dealstage") == world.stage("Closed Won")
    assert world.company(company, "city") == "Oslo"
    assert world.roles_in(opportunity) == set()
    assert world.person(person, "AccountId") is None
    assert world.parked() == []
