"""An opportunity that was created for a deal, and whose link was never stored, is found again however late it is."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Millis, RecordRef, Side

from sandbox.memory.queue import LIVE
from tests.unit.sync.deal_world import DealWorld, deal_ref
from tests.unit.sync.forgotten import HOUR, created_unheard, resumed

ENGINES = "SELECT+Id+FROM+Opportunity+WHERE+Name%3D'Engine'"


@pytest.fixture
def world() -> DealWorld:
    return DealWorld()


def forgotten(world: DealWorld, after: Millis) -> tuple[RecordRef, RecordRef]:
    """The deal, and the opportunity that was created for it."""
    deal = world.create_deal(dealname="Engine")
    return deal_ref(deal), created_unheard(world, ENGINES, after)


def engines(world: DealWorld) -> list[str]:
    found = world.hubspot_user.send("GET", "/crm/v3/objects/deals?properties=dealname").json()["results"]
    names = sorted(str(one["properties"]["dealname"]) for one in found)
    return [name for name in names if name.startswith("Engine")]


def test_a_day_later_the_deal_is_found_by_its_name(world: DealWorld) -> None:
    deal, opportunity = forgotten(world, 25 * HOUR)
    resumed(world, opportunity)
    assert world.run_on()[OutcomeName.LINKED] == 1
    assert world.link_of(opportunity).hubspot == deal
    assert engines(world) == ["Engine"]


def test_both_in_one_batch_are_linked_once(world: DealWorld) -> None:
    deal, opportunity = forgotten(world, 20 * HOUR)
    resumed(world, opportunity, deal)
    assert world.run_on()[OutcomeName.LINKED] == 1
    assert world.link_of(opportunity).hubspot == deal
    assert engines(world) == ["Engine"]


def test_a_young_one_waits_for_its_deal(world: DealWorld) -> None:
    _, opportunity = forgotten(world, HOUR // 4)
    resumed(world, opportunity)
    assert world.run()[OutcomeName.RETRY] == 1
    waits = []
    for _ in range(2):
        due = world.product.queue.next_visible_at(LIVE)
        assert due is not None
        waits.append(due - world.clock.now())
        world.clock.advance(waits[-1])
        assert world.run()[OutcomeName.RETRY] == 1
    about_to_link, of_the_dead = waits
    assert about_to_link < 10_000
    assert of_the_dead > 100_000
    assert engines(world) == ["Engine"]


def test_what_a_flow_made_as_our_user_becomes_a_deal_after_an_hour(world: DealWorld) -> None:
    deal, opportunity = forgotten(world, 25 * HOUR)
    world.salesforce_user.edit("Opportunity", opportunity.id, {"Name": "Engine, renewal"})
    resumed(world, opportunity)
    assert world.run_on()[OutcomeName.CREATED] == 1
    assert world.link_of(opportunity).hubspot != deal
    assert engines(world) == ["Engine", "Engine, renewal"]


def test_another_worker_that_finds_the_pair_meanwhile_waits(world: DealWorld) -> None:
    """After this one looked for the deal's link, before it looks for what was lost."""
    deal, opportunity = forgotten(world, 20 * HOUR)

    def find() -> None:
        resumed(world, opportunity)
        assert world.work() == {OutcomeName.RETRY: 1}

    world.before(Side.SALESFORCE, "POST .*composite$", find)
    resumed(world, deal)
    world.run_on()
    assert world.link_of(opportunity).hubspot == deal
    assert engines(world) == ["Engine"]
    found = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={ENGINES}").json()["records"]
    assert [one["Id"] for one in found] == [opportunity.id]
