"""A round leaves half of what HubSpot grants a second to people, whatever it has to do."""

import pytest
from crmsync.core.record import Side

from tests.unit.granted_calls import assert_bulk_work, watch_granted
from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld
from tests.unit.reconcile.reconcile_world import LONG_AGO


@pytest.fixture
def world() -> CompanyReconcileWorld:
    """Somebody to put in step, to bring from either side, and to leave alone."""
    world = CompanyReconcileWorld()
    people = world.linked_people(2)
    world.edit_unheard(people[0], Title="Countess")
    world.create_person("Account", Name="Missed", Website="missed.example.com")
    world.create_contact(email="missed@example.org", lastname="Missed")
    world.create_person("Contact", LastName="Alone")
    world.clock.advance(LONG_AGO)
    return world


def test_all_that_it_asks_is_bulk_work(world: CompanyReconcileWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    granted = watch_granted(monkeypatch)
    counts = world.reconcile()["counts"]
    assert (counts["repaired"], counts["missed"], counts["unlinked"] > 0) == (1, len(Side), True)
    assert_bulk_work(world, granted)
