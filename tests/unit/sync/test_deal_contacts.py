"""The contacts of deals and the contact roles of opportunities, and the companies that deals belong to."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.record import Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.company_world import account_ref
from tests.unit.sync.deal_world import DealWorld, deal_ref, opportunity_ref
from tests.unit.sync.sync_world import SECOND, SyncWorld

MANY = 101
VISIBILITY = 360 * SECOND


class KilledError(BaseException):
    """No handler of the product's catches it, as none catches the end of a Lambda's time."""


@pytest.fixture
def world() -> DealWorld:
    return DealWorld()


def in_step(world: DealWorld) -> tuple[str, str, str, str]:
    """A deal, its opportunity, and a contact with its counterpart."""
    ada = world.linked()
    deal, opportunity = world.linked_deal()
    return deal, opportunity, ada.hubspot, ada.salesforce


def test_a_contact_of_the_deal_gets_a_role(world: DealWorld) -> None:
    deal, opportunity, contact, person = in_step(world)
    world.involve(deal, contact)
    world.run()
    assert world.roles_in(opportunity) == {person}
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0
    assert world.parked() == []


def test_a_role_makes_a_contact_of_the_deal(world: DealWorld) -> None:
    deal, opportunity, contact, person = in_step(world)
    world.give_role(opportunity, person)
    world.run()
    assert world.contacts_in(deal) == {contact}
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0


def test_whoever_is_taken_away_goes_on_the_other_side_too(world: DealWorld) -> None:
    deal, opportunity, contact, person = in_step(world)
    grace = world.linked("grace@example.org")
    role = world.give_role(opportunity, person)
    world.involve(deal, grace.hubspot)
    world.run()
    assert world.contacts_in(deal) == {contact, grace.hubspot}
    assert world.roles_in(opportunity) == {person, grace.salesforce}
    world.release(deal, grace.hubspot)
    world.run()
    assert world.roles_in(opportunity) == {person}
    world.take_role(role)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    world.run()
    assert world.contacts_in(deal) == set()
    assert world.roles_in(opportunity) == set()
    assert world.parked() == []


def test_a_new_opportunity_brings_its_roles_and_a_new_deal_its_contacts(world: DealWorld) -> None:
    ada = world.linked()
    opportunity = world.create_opportunity()
    world.give_role(opportunity, ada.salesforce)
    deal = world.create_deal(dealname="Other")
    world.involve(deal, ada.hubspot)
    world.run()
    assert world.contacts_in(world.link_of(opportunity_ref(opportunity)).hubspot.id) == {ada.hubspot}
    assert world.roles_in(world.link_of(deal_ref(deal)).salesforce.id) == {ada.salesforce}


def test_a_contact_that_is_not_linked_yet_follows_when_it_is(world: DealWorld) -> None:
    deal, opportunity = world.linked_deal()
    contact = world.create_contact(lastname="Lovelace")
    world.involve(deal, contact)
    world.run()
    assert world.roles_in(opportunity) == set()
    assert [row.part for row in world.parked() if row.ref == deal_ref(deal)] == []
    world.edit_contact(contact, email="ada@example.org")
    world.run()
    assert len(world.roles_in(opportunity)) == 1


def test_a_contact_is_awaited_though_the_worker_that_found_it_died(world: DealWorld) -> None:
    """After its commit, so that HubSpot's count tells of nothing new any more."""

    def die(*_: object) -> None:
        raise KilledError

    deal, opportunity = world.linked_deal()
    contact = world.create_contact(lastname="Lovelace")
    world.involve(deal, contact)
    lose_events(world)
    world.edit_opportunity(opportunity, AccountId=world.create_account(Name="Analytical"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.product.waiters, "add", die)
        with pytest.raises(KilledError):
            world.run()
    world.clock.advance(VISIBILITY)
    world.run_on()
    world.edit_contact(contact, email="ada@example.org")
    world.run_on()
    assert len(world.roles_in(opportunity)) == 1


def test_the_contact_of_a_lead_follows_when_that_is_converted(world: DealWorld) -> None:
    lead = world.linked(object_type="Lead")
    deal, opportunity = world.linked_deal()
    world.involve(deal, lead.hubspot)
    world.run_on()
    assert world.roles_in(opportunity) == set()
    person = world.salesforce_user.convert(lead.salesforce)
    world.run_on()
    assert world.roles_in(opportunity) == {person}


def test_who_is_deleted_is_not_taken_for_one_who_left(world: DealWorld) -> None:
    deal, opportunity, contact, person = in_step(world)
    world.involve(deal, contact)
    world.run()
    world.hubspot_user.delete(contact)
    world.run_on()
    world.edit_opportunity(opportunity, Amount="4")
    world.run_on()
    assert world.roles_in(opportunity) == {person}


def test_who_was_deleted_without_a_word_is_not_waited_for(world: DealWorld) -> None:
    """Their link does not tell yet, since the event is lost: looks at the deal would follow each other for ever."""
    deal, opportunity, contact, person = in_step(world)
    world.give_role(opportunity, person)
    world.run()
    world.hubspot_user.delete(contact)
    world.deliver()
    for message in world.product.queue.receive(LIVE, 100):
        world.product.queue.delete(message.receipt)
    world.send(Change(deal_ref(deal), ChangeKind.LOOK, world.clock.now(), "look"))
    with world.counting() as calls:
        world.run_on()
    assert calls.total <= 10
    assert world.roles_in(opportunity) == {person}


def test_of_very_many_nobody_is_taken_for_one_who_left(world: DealWorld) -> None:
    people = [world.create_person(LastName=f"Person {one}", Email=f"{one}@example.org") for one in range(MANY)]
    opportunity = world.create_opportunity()
    for person in people:
        world.give_role(opportunity, person)
    world.run_on()
    deal = world.link_of(opportunity_ref(opportunity)).hubspot.id
    assert len(world.contacts_in(deal)) == MANY
    world.give_role(opportunity, world.linked().salesforce)
    world.run_on()
    assert len(world.contacts_in(deal)) == MANY + 1
    assert len(world.roles_in(opportunity)) == MANY + 1


def test_an_edit_of_the_deal_does_not_read_its_contacts(world: DealWorld) -> None:
    deal, opportunity, contact, _ = in_step(world)
    world.involve(deal, contact)
    world.run()
    with world.counting() as calls:
        world.edit_opportunity(opportunity, Amount="4")
        world.run()
    assert calls.total == 3


# -- companies --------------------------------------------------------------------------------------------------------


def test_an_opportunity_brings_its_account_and_a_deal_its_company(world: DealWorld) -> None:
    account = world.create_account(Name="Analytical")
    opportunity = world.create_opportunity(AccountId=account)
    world.run()
    company = world.link_of(account_ref(account)).hubspot.id
    assert (
        world.deal(world.link_of(opportunity_ref(opportunity)).hubspot.id, "hs_primary_associated_company") == company
    )
    deal = world.create_deal(dealname="Other")
    world.sell_to(deal, company)
    world.run()
    assert world.opportunity(world.link_of(deal_ref(deal)).salesforce.id, "AccountId") == account


class TestCompaniesLater:
    """Deals were switched on first."""

    @pytest.fixture
    def world(self) -> DealWorld:
        world = DealWorld()
        world.put("settings/company", {"enabled": False})
        return world

    def test_the_account_is_not_lost_and_attached_when_companies_sync(self, world: DealWorld) -> None:
        account = world.create_account(Name="Analytical")
        deal, opportunity = world.linked_deal(AccountId=account)
        world.put("settings/company", {"enabled": True})
        world.edit_opportunity(opportunity, Amount="4")
        world.run()
        assert world.opportunity(opportunity, "AccountId") == account
        world.edit_person(account, Phone="1")
        world.run()
        company = world.link_of(account_ref(account)).hubspot.id
        assert world.deal(deal, "hs_primary_associated_company") == company
        assert world.opportunity(opportunity, "AccountId") == account


def test_nothing_of_roles_is_read_while_deals_are_off() -> None:
    world = SyncWorld()
    person = world.linked().salesforce
    opportunity = world.salesforce_user.create(
        "Opportunity", {"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31"}
    )
    world.salesforce_user.create("OpportunityContactRole", {"OpportunityId": opportunity, "ContactId": person})
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def lose_events(world: DealWorld) -> None:
    world.clock.advance(SECOND)
    for gateway in world.gateways.values():
        for delivery in gateway.simulator.take_due():
            gateway.simulator.settle(delivery, 200)
