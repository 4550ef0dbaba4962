"""An object of a pair that is on is not shown to crmsync any more: that pair stops, with its reason, and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.deal_world import DealWorld
from tests.unit.sync.sync_world import INVOCATION, Pair
from tests.unit.sync.test_companies import drop
from tests.unit.sync.test_lifecycle_later import resync
from tests.unit.sync.ticket_world import TicketWorld, ticket_ref

LATER = 600_000


def take_scope(world: TicketWorld) -> None:
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": ["tickets"]})


def give_scope(world: TicketWorld) -> None:
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": []})


def take_object(world: TicketWorld) -> None:
    world.salesforce.simulator.org.schema._objects.pop("Case")  # type: ignore[attr-defined]


each_way = pytest.mark.parametrize("take", [take_scope, take_object])
Take = Callable[[TicketWorld], None]


@pytest.fixture
def world() -> TicketWorld:
    return TicketWorld()


@each_way
@pytest.mark.parametrize("is_noticed", [False, True])
def test_the_polls_of_the_others_go_on(world: TicketWorld, take: Take, *, is_noticed: bool) -> None:
    """Before config_guard refuses the pair, and afterwards, when the last good configuration goes on."""
    ada = world.linked()
    take(world)
    if is_noticed:
        world.read_schemas()
        assert world.product.configurations.refused()
    for side, city in ((Side.HUBSPOT, "Paris"), (Side.SALESFORCE, "Rome")):
        edit(world, ada, side, city)
        drop(world)
        world.clock.advance(LATER)
        world.product.poll(side, world.clock.now() + INVOCATION, force=True)
        world.run_on()
        assert (world.contact(ada.hubspot, "city"), world.person(ada.salesforce, "MailingCity")) == (city, city)


def test_its_poll_goes_on_from_where_it_was_when_it_is_there_again(world: TicketWorld) -> None:
    world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION, force=True)
    ticket = world.create_ticket(subject="Broken")
    drop(world)
    take_scope(world)
    for _ in range(3):
        world.clock.advance(LATER)
        world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION, force=True)
    give_scope(world)
    world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION, force=True)
    world.run_on()
    assert world.case(world.case_of(ticket), "Subject") == "Broken"


def test_who_is_worked_on_with_it_syncs(world: TicketWorld) -> None:
    ada, ticket = world.linked(), world.create_ticket(subject="Broken")
    world.run()
    take_scope(world)
    world.edit_person(ada.salesforce, MailingCity="Rome")
    world.edit_case(world.case_of(ticket), Subject="Still broken")
    world.run()
    assert world.contact(ada.hubspot, "city") == "Rome"
    (row,) = world.parked()
    assert (row.ref, row.category) == (ticket_ref(ticket), Category.PERMISSIONS)
    assert "scopes" in row.reason
    assert "Grant the app the missing scopes" in row.fix
    give_scope(world)
    world.resume_parked()
    assert world.ticket(ticket, "subject") == "Still broken"
    assert world.parked() == []


def test_a_system_that_shows_nothing_at_all_is_asked_no_more_than_once_an_object(world: TicketWorld) -> None:
    world.control(Side.HUBSPOT, "settings", {"missing_scopes": ["tickets", "crm.objects.contacts.read"]})
    with world.counting() as calls:
        result = world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION, force=True)
    assert calls.hubspot <= 5
    assert result.sent == 0


def test_without_roles_contacts_sync_and_keep_their_stages() -> None:
    world = DealWorld()
    ada = world.linked()
    world.put("settings/contact", {"lifecycle": {"enabled": True}})
    world.salesforce.simulator.org.schema._objects.pop("OpportunityContactRole")  # type: ignore[attr-defined]
    world.edit_person(ada.salesforce, MailingCity="Rome")
    drop(world)
    resync(world, ada)
    assert world.contact(ada.hubspot, "city", "lifecyclestage") == ("Rome", "lead")
    assert world.parked() == []


def edit(world: TicketWorld, pair: Pair, side: Side, city: str) -> None:
    if side is Side.HUBSPOT:
        world.edit_contact(pair.hubspot, city=city)
    else:
        world.edit_person(pair.salesforce, MailingCity=city)
