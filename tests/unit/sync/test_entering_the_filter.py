"""Records that come into Salesforce's filter by a field that is not mapped, or that is as it was before they left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.company_world import CompanyWorld, account_ref
from tests.unit.sync.deal_world import DealWorld, opportunity_ref
from tests.unit.sync.sync_world import SyncWorld

MINUTE = 60_000
CREATED, SKIPPED, UPDATED = OutcomeName.CREATED, OutcomeName.SKIPPED, OutcomeName.UPDATED
OURS = "Type = 'Customer' AND Name != 'Type of Rating'"

Tell = Callable[[SyncWorld], None]


def by_event(world: SyncWorld) -> None:
    world.run_on()


def by_poll(world: SyncWorld) -> None:
    world.deliver()
    for message in world.product.queue.receive("live", 100):
        world.product.queue.delete(message.receipt)
    poll(world)


def poll(world: SyncWorld) -> None:
    world.clock.advance(MINUTE)
    world.product.poll(Side.SALESFORCE, world.clock.now() + MINUTE)
    world.run_on()


told = pytest.mark.parametrize("tell", [by_event, by_poll])


@pytest.fixture
def world() -> CompanyWorld:
    return CompanyWorld(salesforce_filter=OURS)


def linked(world: CompanyWorld) -> tuple[str, str]:
    account = world.create_account(Name="Analytical", Type="Customer")
    world.run()
    return world.link_of(account_ref(account)).hubspot.id, account


@told
def test_an_account_that_enters_gets_its_company(world: CompanyWorld, tell: Tell) -> None:
    account = world.create_account(Name="Analytical", Type="Prospect")
    assert world.run() == {SKIPPED: 1}
    world.edit_account(account, Type="Customer")
    tell(world)
    assert len(world.companies("Analytical")) == 1
    assert world.link_of(account_ref(account))


@told
def test_what_waited_outside_crosses_when_a_linked_account_enters(world: CompanyWorld, tell: Tell) -> None:
    company, account = linked(world)
    world.edit_account(account, Type="Prospect")
    tell(world)
    world.edit_company(company, phone="1")
    assert world.run()[SKIPPED] == 1
    assert world.account(account, "Phone") is None
    world.clock.advance(MINUTE)
    world.edit_account(account, Type="Customer")
    tell(world)
    assert world.account(account, "Phone") == "1"
    assert world.parked() == []


@told
def test_what_was_parked_at_its_first_link_crosses_when_the_account_enters(world: CompanyWorld, tell: Tell) -> None:
    rule = {"object": "company", "name": "No1", "message": "no such phone", "field": "phone", "operator": "equals"}
    world.control(Side.HUBSPOT, "schema", {"op": "add_validation_rule", "value": "1", **rule})
    account = world.create_account(Name="Analytical", Type="Customer", Phone="1")
    tell(world)
    company = world.link_of(account_ref(account)).hubspot.id
    assert [row.part for row in world.parked()] == ["phone"]
    world.edit_account(account, Type="Prospect")
    tell(world)
    world.resume_parked()
    world.control(Side.HUBSPOT, "schema", {"op": "remove_validation_rule", "value": "1", **rule})
    world.edit_account(account, Type="Customer")
    tell(world)
    assert world.company(company, "phone") == "1"
    assert world.parked() == []


@told
def test_a_mapped_field_that_is_as_before_brings_the_record_in_too(tell: Tell) -> None:
    world = SyncWorld()
    pair = world.linked()
    world.edit_person(pair.salesforce, LeadSource="Web")
    world.run()
    world.put("settings/contact", {"salesforce_filter": "LeadSource = 'Web'"})
    world.edit_person(pair.salesforce, LeadSource="Other")
    tell(world)
    world.edit_contact(pair.hubspot, phone="1")
    world.run()
    assert world.person(pair.salesforce, "Phone") is None
    world.clock.advance(MINUTE)
    world.edit_person(pair.salesforce, LeadSource="Web")
    tell(world)
    assert world.person(pair.salesforce, "Phone") == "1"


def test_deals_do_as_accounts_do() -> None:
    world = DealWorld(salesforce_filter="Probability >= 50")
    opportunity = world.create_opportunity()
    assert world.run()[CREATED] == 0
    world.edit_opportunity(opportunity, Probability="60")
    world.run()
    assert world.link_of(opportunity_ref(opportunity))


class TestCalls:
    def test_a_field_of_the_condition_costs_a_look_and_another_nothing(self, world: CompanyWorld) -> None:
        _, account = linked(world)
        with world.counting() as calls:
            world.edit_account(account, Rating="Hot")
            world.run()
        assert calls.total == 0
        with world.counting() as calls:
            world.edit_account(account, Type="Prospect")
            world.run()
        assert (calls.hubspot, calls.salesforce) == (1, 1)

    def test_without_a_filter_it_costs_nothing(self) -> None:
        world = CompanyWorld()
        _, account = linked(world)
        with world.counting() as calls:
            world.edit_account(account, Type="Prospect")
            world.run()
        assert calls.total == 0

    def test_what_we_write_ourselves_to_such_a_field_is_an_echo(self) -> None:
        world = SyncWorld()
        world.put("settings/contact", {"salesforce_filter": "Title != 'Count'"})
        pair = world.linked()
        with world.counting() as calls:
            world.edit_contact(pair.hubspot, jobtitle="Countess")
            world.run_on()
        assert world.person(pair.salesforce, "Title") == "Countess"
        assert calls.total == 3

    def test_a_poll_looks_at_new_versions_alone(self, world: CompanyWorld) -> None:
        company, account = linked(world)
        world.edit_company(company, phone="1")
        world.run_on()
        with world.counting() as calls:
            poll(world)
        assert calls.hubspot == 0, "a version of our own making"
        world.edit_account(account, Rating="Hot")
        world.run()
        with world.counting() as calls:
            poll(world)
        assert (calls.hubspot, calls.salesforce) == (1, 2), "the poll, and a read a side for all that it found"
