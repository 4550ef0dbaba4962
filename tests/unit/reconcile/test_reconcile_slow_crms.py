"""CRMs that take seconds a call: no turn of a round overruns its invocation, and all is in step in the end."""

import pytest
from crmsync.usecases.sync.batch import LAST_CALL

from sandbox.simulation.reconciles import TIMEOUT
from tests.unit.reconcile.reconcile_world import LONG_AGO, MOST_TURNS, ReconcileWorld
from tests.unit.sync import calm_product
from tests.unit.sync.sync_world import SECOND

pytestmark = pytest.mark.no_cover

A_CALL = 14 * SECOND
CROWD = 210


def test_no_turn_overruns(world: ReconcileWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = world.linked_people(CROWD)
    world.lose_events()
    # A page of so many has more calls than are left when it is begun.
    for pair in pairs:
        world.salesforce_user.edit("Contact", pair.salesforce, {"Title": f"Title {pair.salesforce}"})
    world.clock.advance(LONG_AGO)
    world.run()
    world.ask("start")
    monkeypatch.setattr(calm_product, "HALF_A_CALL", A_CALL // 2)
    for _ in range(MOST_TURNS):
        due = world.product.reconcile_queue.next_visible_at()
        if due is None:
            break
        began = max(world.clock.now(), due)
        world.turn()
        assert world.clock.now() - began <= TIMEOUT - LAST_CALL + A_CALL
    assert world.ask("report")["counts"]["repaired"] == CROWD
