"""What a round costs."""

import pytest

from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.reconcile.reconcile_world import ReconcileWorld

pytestmark = pytest.mark.no_cover

CROWD = 3_000


@pytest.fixture
def world() -> ReconcileWorld:
    """A portal that is set up: it shows which of its contacts are linked."""
    made = ReconcileWorld()
    add_own_properties(made.hubspot_user)
    made.read_schemas()
    return made


def test_in_step_it_costs_a_hundredth_of_a_call_a_record(world: ReconcileWorld) -> None:
    world.linked_people(CROWD)
    with world.counting() as calls:
        world.reconcile()
    assert calls.hubspot <= CROWD / 100 + 4
    assert calls.total / CROWD <= 0.016


def test_with_an_inclusion_list_and_drift_of_every_tenth_it_stays_in_its_budget(world: ReconcileWorld) -> None:
    pairs = world.linked_people(CROWD)
    world.choose_list()
    world.take_in_everybody()
    world.lose_events()
    for pair in pairs[::10]:
        world.salesforce_user.edit("Contact", pair.salesforce, {"Title": "Countess"})
    world.run()
    with world.counting() as calls:
        report = world.reconcile()
    assert report["counts"]["repaired"] == CROWD / 10
    assert calls.total / CROWD <= 0.03
