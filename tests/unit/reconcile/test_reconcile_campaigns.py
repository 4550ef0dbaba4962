"""Campaigns in the nightly comparison, and in an undo."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.campaigns import CAMPAIGNS
from crmsync.core.record import Side
from crmsync.usecases.guard_configuration import UNFILLED
from crmsync.usecases.installation import GUARD_JOB

from sandbox.simulation.reconciles import TIMEOUT
from tests.unit.reconcile.reconcile_world import LONG_AGO
from tests.unit.sync.campaign_world import CampaignWorld
from tests.unit.sync.sync_world import SECOND

pytestmark = pytest.mark.s("S21")


class ComparedWorld(CampaignWorld):
    def lose_events(self) -> None:
        self.control(Side.SALESFORCE, "events/chaos", {"lose": 1})

    def reconcile(self) -> list[dict[str, Any]]:
        """A nightly round; the drift that it found."""
        reconciles, queue = self.product.reconciles, self.product.reconcile_queue
        reconciles.nightly(TIMEOUT)
        while (due := queue.next_visible_at()) is not None:
            self.clock.advance(max(0, due - self.clock.now()))
            message = queue.take()
            assert message is not None
            reconciles.run(message, TIMEOUT)
            queue.delete(message)
        drift: list[dict[str, Any]] = reconciles.command("report")["result"]["drift"]
        return drift


@pytest.fixture
def world() -> ComparedWorld:
    return ComparedWorld()


def test_whoever_joined_and_left_unheard_shows_it_after_the_night(world: ComparedWorld) -> None:
    spring, autumn = world.campaign("Spring fair"), world.campaign("Autumn fair")
    pair = world.linked()
    member = world.join(spring, pair.salesforce)
    world.run()
    world.lose_events()
    world.leave(member)
    world.join(autumn, pair.salesforce)
    world.run()
    world.clock.advance(LONG_AGO)
    assert world.shown(pair) == [spring]
    drift = world.reconcile()
    assert world.shown(pair) == [autumn]
    assert [(one["field"], one["cause"]) for one in drift] == [(CAMPAIGNS, "missed_event")]
    assert world.reconcile() == []


def test_members_of_before_are_shown_after_the_night_and_no_back_fill_is_asked_for(world: ComparedWorld) -> None:
    world.put("settings/campaign", {"enabled": False})
    spring, pair = world.fresh_campaign(), world.linked()
    world.join(spring, pair.salesforce)
    world.run()
    world.switch_on()
    world.let_pass(3_600 * SECOND)
    assert UNFILLED not in world.product.jobs.state(GUARD_JOB)
    assert world.shown(pair) == []
    world.reconcile()
    assert world.shown(pair) == [spring]


def test_an_undo_leaves_campaigns_as_salesforce_has_them(world: ComparedWorld) -> None:
    spring, pair = world.campaign(), world.linked(jobtitle="Analyst")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    world.join(spring, pair.salesforce)
    world.run()
    answer = world.product.reconciles.undo(world.product.history, since=0)
    assert answer["ok"], answer
    world.run()
    assert world.contact(pair.hubspot, "jobtitle") == "Analyst"
    assert world.shown(pair) == [spring]
