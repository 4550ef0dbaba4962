"""An opt-out crosses where nothing else of the record does."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from tests.unit.sync.listed_world import MINUTE, ListedWorld
from tests.unit.sync.test_opt_out import is_out, opt_out, tick


@pytest.mark.parametrize("side", Side)
def test_whoever_opts_out_outside_the_list_is_opted_out_on_both_sides(side: Side) -> None:
    world = ListedWorld()
    pair = world.pair_outside(jobtitle="Lady")
    if side is Side.HUBSPOT:
        world.edit_contact(pair.hubspot, jobtitle="Countess")
        opt_out(world, str(world.contact(pair.hubspot, "email")))
    else:
        tick(world, pair, Title="Countess")
    world.run()
    world.clock.advance(2 * MINUTE)
    world.run()
    assert is_out(world, pair) == (True, True)
    assert [world.contact(pair.hubspot, "jobtitle"), world.person(pair.salesforce, "Title")].count("Countess") == 1
