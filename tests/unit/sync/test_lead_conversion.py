"""A lead is converted: its account and its opportunity come along in the same sync, and no second company is made."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.company_world import account_ref
from tests.unit.sync.deal_world import DealWorld, opportunity_ref
from tests.unit.sync.sync_world import LONGEST_GAP, Pair
from tests.unit.sync.test_many_deals import MINUTE, forget


@pytest.fixture
def world() -> DealWorld:
    return DealWorld()


def lead_of_a_company(world: DealWorld) -> tuple[Pair, str]:
    """A lead whose contact belongs to a company in HubSpot, which has no account: of a lead it makes none."""
    lead = world.linked(object_type="Lead")
    company = world.create_company(name="Analytical Ltd")
    world.employ(lead.hubspot, company)
    world.run()
    return lead, company


def convert(world: DealWorld, lead: Pair, **more: object) -> Any:
    return world.control(
        Side.SALESFORCE, "convert", {"lead": lead.salesforce, "create_opportunity": True, **more}
    )  # fmt: skip


def hear_of_the_lead_alone(world: DealWorld, lead: Pair) -> None:
    """No event of what it became arrives."""
    world.deliver()
    messages = world.product.queue.receive(LIVE, 100)
    heard = [message for message in messages if f"#Lead#{lead.salesforce}" in message.body]
    for message in messages:
        if message not in heard:
            world.product.queue.delete(message.receipt)
    world.invoke(heard)
    world.run_on()


def assert_one_company(world: DealWorld, lead: Pair, company: str, made: Any) -> None:
    assert world.link_of(account_ref(made["account"])).hubspot.id == company
    assert world.contact(lead.hubspot, "associatedcompanyid") == company
    deal = world.link_of(opportunity_ref(made["opportunity"])).hubspot.id
    assert world.deal(deal, "hs_primary_associated_company") == company
    assert world.contacts_in(deal) == {lead.hubspot}
    assert len({*world.companies("Analytical"), *world.companies("Analytical Ltd")}) == 1
    assert world.parked() == []


def test_the_deal_and_the_account_come_to_the_company_that_is_there(world: DealWorld) -> None:
    lead, company = lead_of_a_company(world)
    made = convert(world, lead)
    hear_of_the_lead_alone(world, lead)
    assert_one_company(world, lead, company, made)


def test_whatever_is_heard_of_first(world: DealWorld) -> None:
    lead, company = lead_of_a_company(world)
    made = convert(world, lead)
    world.deliver()
    messages = world.product.queue.receive(LIVE, 100)
    for message in sorted(messages, key=lambda one: "#Lead#" in one.body):
        world.invoke([message])
    world.run_on()
    assert_one_company(world, lead, company, made)


def test_found_by_a_poll(world: DealWorld) -> None:
    lead, company = lead_of_a_company(world)
    world.product.poll(Side.SALESFORCE, world.clock.now() + LONGEST_GAP)
    world.run_on()
    made = convert(world, lead)
    forget(world)
    world.clock.advance(MINUTE)
    world.product.poll(Side.SALESFORCE, world.clock.now() + LONGEST_GAP)
    world.run_on()
    assert_one_company(world, lead, company, made)


def test_into_an_account_that_has_its_company_already(world: DealWorld) -> None:
    account = world.create_account(Name="Analytical")
    world.run()
    company = world.link_of(account_ref(account)).hubspot.id
    lead = world.linked(object_type="Lead")
    made = convert(world, lead, account=account)
    hear_of_the_lead_alone(world, lead)
    assert_one_company(world, lead, company, made)


def test_into_an_account_whose_company_is_not_the_contact_s(world: DealWorld) -> None:
    """By the default rule Salesforce's account goes first; the company of before stays as it is."""
    lead, company = lead_of_a_company(world)
    account = world.create_account(Name="Other")
    world.run()
    other = world.link_of(account_ref(account)).hubspot.id
    convert(world, lead, account=account)
    hear_of_the_lead_alone(world, lead)
    assert world.contact(lead.hubspot, "associatedcompanyid") == other
    assert world.company(company, "name") == "Analytical Ltd"
    assert world.parked() == []
