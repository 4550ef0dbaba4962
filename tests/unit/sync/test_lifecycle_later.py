"""Contacts that their opportunities could not tell of their stage when they moved: it is made up for."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.record import Side

from tests.unit.sync.deal_world import DealWorld, opportunity_ref
from tests.unit.sync.listed_world import LAG, add_audience, make_list
from tests.unit.sync.sync_world import INVOCATION, Calls, Pair, salesforce_ref
from tests.unit.sync.test_lead_conversion import convert
from tests.unit.sync.test_lifecycle_stage import involved, stage, switch

WON = {"StageName": "Closed Won"}


@pytest.fixture
def world() -> DealWorld:
    world = DealWorld()
    switch(world, enabled=True)
    return world


class TestTheInclusionList:
    @pytest.fixture
    def world(self) -> DealWorld:
        world = DealWorld()
        add_audience(world)
        return world

    def outsiders(self, world: DealWorld, *emails: str, at: str = "Prospecting", lifecycle: bool = True) -> list[Pair]:
        """Linked, with a role in an opportunity that was synced while they were outside."""
        people = [world.linked(email) for email in emails]
        settings = {"inclusion_list_id": make_list(world, "Ours"), "lifecycle": {"enabled": lifecycle}}
        world.put("settings/contact", settings)
        _, opportunity = world.linked_deal(StageName=at)
        for one in people:
            world.give_role(opportunity, one.salesforce)
        world.run_on()
        world.clock.advance(LAG)
        world.run_on()
        assert {stage(world, one) for one in people} == {"lead"}
        return people

    def join(self, world: DealWorld, people: list[Pair]) -> Calls:
        for one in people:
            world.edit_contact(one.hubspot, audience="in")
        with world.counting() as calls:
            world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION)
            world.run_on()
        return calls

    def test_who_joins_gets_the_stage(self, world: DealWorld) -> None:
        (ada,) = self.outsiders(world, "ada@example.org", at="Closed Won")
        self.join(world, [ada])
        assert stage(world, ada) == "customer"
        assert world.parked() == []

    def test_who_joins_and_is_edited_at_once_gets_it_too(self, world: DealWorld) -> None:
        """One change stands for both then."""
        (ada,) = self.outsiders(world, "ada@example.org")
        world.edit_contact(ada.hubspot, audience="in", city="London")
        world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION)
        world.run_on()
        assert stage(world, ada) == "opportunity"
        assert world.person(ada.salesforce, "MailingCity") == "London"

    def test_who_joins_with_a_lost_opportunity_or_none_keeps_it(self, world: DealWorld) -> None:
        (ada,) = self.outsiders(world, "ada@example.org", at="Closed Lost")
        grace = world.linked("grace@example.org", audience="in")
        self.join(world, [ada, grace])
        assert (stage(world, ada), stage(world, grace)) == ("lead", "lead")

    def test_an_opportunity_that_does_not_sync_moves_nobody(self, world: DealWorld) -> None:
        (ada,) = self.outsiders(world, "ada@example.org", at="Closed Lost")
        world.put("settings/deal", {"enabled": True, "salesforce_filter": "Type != 'Secret'"})
        secret = world.create_opportunity(Type="Secret", **WON)
        world.give_role(secret, ada.salesforce)
        world.run_on()
        self.join(world, [ada])
        assert stage(world, ada) == "lead"

    def test_it_costs_one_call_for_all_and_a_write_and_none_while_it_is_off(self, world: DealWorld) -> None:
        emails = ("ada@example.org", "grace@example.org", "mary@example.org")
        joined = self.join(world, self.outsiders(world, *emails))
        other = DealWorld()
        add_audience(other)
        off = self.join(other, self.outsiders(other, *emails, lifecycle=False))
        assert (joined.hubspot - off.hubspot, joined.salesforce - off.salesforce) == (1, 1)

    def test_a_resync_asks_for_nobody_who_is_outside(self) -> None:
        spent = []
        for lifecycle in (False, True):
            world = DealWorld()
            add_audience(world)
            (ada,) = self.outsiders(world, "ada@example.org", lifecycle=lifecycle)
            with world.counting() as calls:
                resync(world, ada)
            spent.append((calls.hubspot, calls.salesforce))
        assert spent[0] == spent[1]


def resync(world: DealWorld, person: Pair) -> None:
    now = world.clock.now()
    world.send(Change(person.contact, ChangeKind.LOOK, now, "resync", CallClass.BULK, first_link=True))
    world.run_on()


def test_who_enters_salesforces_filter_gets_the_stage(world: DealWorld) -> None:
    ada = world.linked()
    world.edit_person(ada.salesforce, LeadSource="Other")
    settings = {"lifecycle": {"enabled": True}, "salesforce_filter": "LeadSource != 'Other'"}
    world.put("settings/contact", settings)
    opportunity = world.create_opportunity(**WON)
    world.give_role(opportunity, ada.salesforce)
    world.run_on()
    assert stage(world, ada) == "lead"
    world.edit_person(ada.salesforce, LeadSource="Web")
    world.run_on()
    assert stage(world, ada) == "customer"


def test_a_resync_of_contacts_catches_up_with_what_was_before_it_was_switched_on(world: DealWorld) -> None:
    switch(world, enabled=False)
    ada, _, _ = involved(world, **WON)
    switch(world, enabled=True)
    world.run_on()
    assert stage(world, ada) == "lead"
    resync(world, ada)
    assert stage(world, ada) == "customer"


def test_a_contact_that_is_linked_after_its_opportunity(world: DealWorld) -> None:
    world.put("settings/contact", {"lifecycle": {"enabled": True}, "create_in_hubspot": False})
    person = world.create_person("Contact", Email="ada@example.org", LastName="Lovelace")
    opportunity = world.create_opportunity(**WON)
    world.give_role(opportunity, person)
    world.run_on()
    assert world.link_of(opportunity_ref(opportunity))
    contact = world.create_contact(email="ada@example.org")
    world.run_on()
    assert stage(world, Pair(contact, person)) == "customer"


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("has_role", [False, True])
def test_a_contact_that_a_lead_became(world: DealWorld, *, is_known: bool, has_role: bool) -> None:
    """A new one, or one that is known with another e-mail address; with a role in a new opportunity, or in one that is
    synced.
    """
    lead = world.linked(object_type="Lead")
    wish: dict[str, object] = {"create_opportunity": True}
    if is_known:
        wish["contact"] = world.create_person("Contact", LastName="Hopper")
        world.run()
    if has_role:
        _, wish["opportunity"] = world.linked_deal()
    made = convert(world, lead, **wish)
    assert world.roles_in(made["opportunity"]) == {made["contact"]}
    world.run_on()
    assert world.link_of(salesforce_ref(made["contact"])).hubspot.id == lead.hubspot
    assert stage(world, lead) == "opportunity"


def test_the_survivor_of_a_merge_in_salesforce(world: DealWorld) -> None:
    """What the other one had a role in is the survivor's: the poll finds the role, as the platform moves it itself."""
    ada = world.linked()
    other = world.create_person("Contact", LastName="Lovelace")
    deal, opportunity = world.linked_deal(**WON)
    world.give_role(opportunity, other)
    world.run_on()
    assert world.salesforce_user.merge("Contact", ada.salesforce, other)
    world.run_on()
    world.product.poll(Side.SALESFORCE, world.clock.now() + INVOCATION, force=True)
    world.run_on()
    assert world.contacts_in(deal) == {ada.hubspot}
    assert stage(world, ada) == "customer"
