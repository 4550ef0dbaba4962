"""The feeds of a pair that was switched on while others sync already."""

from __future__ import annotations

from crmsync.core.record import Side

from tests.unit.sync.deal_world import DealWorld
from tests.unit.sync.test_many_deals import MINUTE, forget


def test_what_changed_since_the_pair_was_switched_on_is_found_by_the_first_round() -> None:
    world = DealWorld()
    world.put("settings/deal", {"enabled": False})
    world.linked()
    world.product.poll(Side.SALESFORCE, world.clock.now() + MINUTE)
    world.put("settings/deal", {"enabled": True})
    world.create_opportunity()
    forget(world)
    world.product.poll(Side.SALESFORCE, world.clock.now() + MINUTE)
    world.run()
    found = world.hubspot_user.send("GET", "/crm/v3/objects/deals?properties=dealname").json()["results"]
    assert "Engine" in [one["properties"]["dealname"] for one in found]
