"""What a thousand changed deals cost when a poll finds them."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from tests.unit.sync.deal_world import DealWorld, opportunity_ref
from tests.unit.sync.sync_world import LONGEST_GAP

pytestmark = pytest.mark.no_cover

MANY = 1_000
MOST_CALLS_A_RECORD = 0.04
MINUTE = 60_000


@pytest.fixture(scope="module")
def world() -> DealWorld:
    return DealWorld()


@pytest.fixture(scope="module")
def opportunities(world: DealWorld) -> list[str]:
    fields = {"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31"}
    made = [str(world.salesforce_user.create("Opportunity", {**fields})) for _ in range(MANY)]
    forget(world)
    poll(world)
    return made


def forget(world: DealWorld) -> None:
    """No event of the live feeds arrives."""
    world.clock.advance(MINUTE)
    for gateway in world.gateways.values():
        for delivery in gateway.simulator.take_due():
            gateway.simulator.settle(delivery, 200)


def poll(world: DealWorld) -> None:
    world.clock.advance(MINUTE)
    for side in Side:
        world.product.poll(side, world.clock.now() + LONGEST_GAP)
    while world.waiting():
        world.work(LONGEST_GAP)
    forget(world)


def test_changed_in_salesforce(world: DealWorld, opportunities: list[str]) -> None:
    for one in opportunities:
        assert world.salesforce_user.edit("Opportunity", one, {"StageName": "Qualification"})
    forget(world)
    with world.counting() as calls:
        poll(world)
    links = world.product.links.find([opportunity_ref(one) for one in opportunities])
    last = links[opportunity_ref(opportunities[-1])].hubspot.id
    assert len(links) == MANY
    assert world.deal(last, "dealstage") == world.stage("Qualification")[1]
    assert calls.total <= MOST_CALLS_A_RECORD * MANY


def test_changed_in_hubspot(world: DealWorld, opportunities: list[str]) -> None:
    links = world.product.links.find([opportunity_ref(one) for one in opportunities])
    lost = world.stage("Closed Lost")[1]
    for link in links.values():
        assert world.hubspot_user.edit(link.hubspot.id, {"dealstage": lost}, "deals")
    forget(world)
    with world.counting() as calls:
        poll(world)
    assert world.opportunity(opportunities[-1], "StageName") == "Closed Lost"
    assert calls.total <= MOST_CALLS_A_RECORD * MANY
