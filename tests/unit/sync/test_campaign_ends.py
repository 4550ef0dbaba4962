"""Who is to join a campaign is deleted in one of the CRMs, and somebody else there bears the same address."""

from __future__ import annotations

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.record import RecordRef, Side

from tests.unit.sync.sync_world import Pair
from tests.unit.sync.test_campaign_joins import JOIN, JoiningWorld

ADDRESS = "ada@example.org"


@pytest.fixture
def world() -> JoiningWorld:
    world = JoiningWorld()
    world.put("settings/contact", {"on_hubspot_delete": "delete"})
    world.choose()
    return world


def test_a_contact_made_for_another_of_the_address_joins_nothing_for_a_deleted_one(world: JoiningWorld) -> None:
    """The row of who waits to join is tried before the deletion is heard of."""
    pair = world.linked(ADDRESS, "Lead")
    world.hubspot_user.delete(pair.hubspot)
    other = world.create_person(LastName="Lovelace", Email=ADDRESS)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 600_000)
    world.work()
    assert world.link_of(RecordRef(Side.SALESFORCE, "Contact", other)).hubspot != pair.contact
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "resume", fields={JOIN: 0}))
    world.work()
    world.run_on()
    assert world.members() == []
    assert world.parked() == []


def refuse(world: JoiningWorld, person: str, op: str = "add_validation_rule") -> None:
    rule = {"object": "CampaignMember", "name": "Ada", "message": "No", "field": "ContactId", "operator": "="}
    world.control(Side.SALESFORCE, "schema", {"op": op, "value": person, **rule})


def waiting(world: JoiningWorld, pair: Pair) -> list[str]:
    return [row.part for row in world.parked() if row.ref == pair.contact]


@pytest.mark.parametrize("setting", ["keep", "delete"])
@pytest.mark.parametrize("waits", [True, False])
def test_a_contact_whose_counterpart_is_replaced_joins_as_the_new_one(
    world: JoiningWorld, setting: str, waits: bool
) -> None:
    world.put("settings/contact", {"on_salesforce_delete": setting})
    pair = world.linked(ADDRESS)
    other = world.create_person(LastName="Lovelace", Email=ADDRESS)
    world.run_on()
    if waits:
        refuse(world, pair.salesforce)
        world.enlist(pair.hubspot)
        world.poll(Side.HUBSPOT)
        assert waiting(world, pair) == [JOIN]
    world.salesforce_user.delete("Contact", pair.salesforce)
    if not waits:
        world.enlist(pair.hubspot)
        world.product.poll(Side.HUBSPOT, world.clock.now() + 600_000)
        world.work()
    world.run_on()
    world.edit_person(other, Title="Countess")
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == other
    assert [member["ContactId"] for member in world.members()] == [other]
    world.resume_parked()
    assert world.parked() == []


def test_the_row_of_who_waits_stays_until_they_joined(world: JoiningWorld) -> None:
    """A worker may come to its end between the two."""
    pair = world.linked(ADDRESS)
    other = world.create_person(LastName="Lovelace", Email=ADDRESS)
    world.run_on()
    refuse(world, pair.salesforce)
    world.enlist(pair.hubspot)
    world.poll(Side.HUBSPOT)
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    world.edit_person(other, Title="Countess")
    world.deliver()
    world.work()
    assert world.link_of(pair.contact).salesforce.id == other
    assert (world.members(), waiting(world, pair)) == ([], [JOIN])
    world.run_on()
    assert (len(world.members()), waiting(world, pair)) == (1, [])
