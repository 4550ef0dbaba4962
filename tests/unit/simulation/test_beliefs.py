"""In half of its seeds the simulation shows the vendors as believed; each belief is otherwise in some others."""

from __future__ import annotations

from random import Random

from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings, with_changes
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.simulation.beliefs import OTHERWISE, drawn_beliefs
from sandbox.simulation.crms import Crms
from tests.unit.sync.believed_switches import NUMBERS, SWITCHES

SEEDS = range(1, 121)


def test_each_is_otherwise_in_some_seeds_and_half_of_them_are_as_believed() -> None:
    drawn = [drawn_beliefs(seed) for seed in SEEDS]
    for side in Side:
        assert {name for one in drawn for name in one[side]} == set(OTHERWISE[side])
    as_believed = [one for one in drawn if not any(one.values())]
    assert len(SEEDS) / 3 < len(as_believed) < len(SEEDS) * 2 / 3


def test_each_is_something_else_than_the_default() -> None:
    settings = {
        Side.HUBSPOT: (HubspotSettings(), with_changes(HubspotSettings(), OTHERWISE[Side.HUBSPOT])),
        Side.SALESFORCE: (SalesforceSettings(), SalesforceSettings().changed(OTHERWISE[Side.SALESFORCE])),
    }
    for side, (believed, otherwise) in settings.items():
        assert all(getattr(believed, name) != getattr(otherwise, name) for name in OTHERWISE[side])


def test_the_simulators_behave_as_drawn() -> None:
    seed = next(seed for seed in SEEDS if "search_has_rate_headers" in drawn_beliefs(seed)[Side.HUBSPOT])
    shown = Crms(Random(seed), lambda: 0.0, seed).settings
    for side, values in drawn_beliefs(seed).items():
        assert {name: getattr(getattr(shown, side.value), name) for name in values} == values


def test_no_switch_is_left_out() -> None:
    """Those that are not drawn here are among the draws of each seed's own."""
    shown = [Crms(Random(seed), lambda: 0.0, seed).settings for seed in range(1, 31)]
    for switch in SWITCHES:
        if switch.name not in NUMBERS[switch.side]:
            assert len({getattr(getattr(settings, switch.side.value), switch.name) for settings in shown}) > 1, switch
