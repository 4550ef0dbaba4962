"""CRMs that take seconds a call: no turn of an import overruns its invocation, and everybody is there in the end."""

import pytest
from crmsync.core.record import Side
from crmsync.usecases.sync.batch import LAST_CALL

from sandbox.simulation.imports import TIMEOUT
from tests.unit.imports.import_world import MOST_TURNS, ImportWorld
from tests.unit.sync import calm_product
from tests.unit.sync.sync_world import SECOND

pytestmark = pytest.mark.no_cover

COMMITS = LAST_CALL - 10 * SECOND
CROWD = 210


def test_no_turn_overruns(world: ImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(CROWD)])
    job_id = world.started(kind="contacts", where="LastName = 'Crowd'")
    monkeypatch.setattr(calm_product, "HALF_A_CALL", 5 * SECOND)
    for _ in range(MOST_TURNS):
        due = world.product.import_queue.next_visible_at()
        if due is None:
            break
        began = max(world.clock.now(), due)
        world.turn()
        assert world.clock.now() - began <= TIMEOUT - COMMITS
    status = world.status(job_id)
    assert (status["state"], status["counts"]["created"]) == ("done", CROWD)
