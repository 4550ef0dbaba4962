"""What an import costs, and what it says before that it will cost."""

import pytest
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld

pytestmark = pytest.mark.no_cover

PEOPLE = 10_000


@pytest.mark.s("S75")
def test_ten_thousand_into_an_empty_portal(world: ImportWorld) -> None:
    world.load_people(PEOPLE, Side.SALESFORCE)
    with world.counting() as calls:
        status = world.import_all(kind="contacts")
    records = status["counts"]["total"]
    assert records >= PEOPLE
    assert status["counts"]["created"] > 0.9 * records
    assert calls.total / records <= 0.025
    assert calls.salesforce / records <= 0.002
    assert calls.hubspot <= status["estimate"]["calls"]["hubspot"] * 1.1
    assert calls.salesforce <= status["estimate"]["calls"]["salesforce"]


def test_three_thousand_into_a_filled_portal(world: ImportWorld) -> None:
    world.load_people(3_000, Side.SALESFORCE, Side.HUBSPOT)
    with world.counting() as calls:
        status = world.import_all(kind="contacts")
    records = status["counts"]["total"]
    assert status["counts"]["created"] < 0.1 * records
    assert calls.total / records <= 0.04
    assert calls.salesforce / records <= 0.008


@pytest.mark.s("S73", "S74", "S76", "S77")
@pytest.mark.parametrize(("limit", "records", "fits"), [(5_000, 350, True), (5_000, 5_000, False)])
def test_the_classic_estimate_stands_beside_ours(world: ImportWorld, limit: int, records: int, fits: bool) -> None:
    quota = {"daily_limit": limit, "reserve": {"live": 0, "poll": 0}}
    world.put("quota/salesforce", quota)
    world.load(Side.SALESFORCE, [{"LastName": "Many", "Email": f"{n}@example.org"} for n in range(records)])
    estimate = world.ask("start", kind="contacts", where="LastName = 'Many'")["estimate"]
    assert estimate["records"] == records
    assert (estimate["classic_calls"], estimate["classic_fits"]) == (3 * records, fits)
    assert estimate["fits"] is True
    assert estimate["calls"]["salesforce"] < records / 100 + 10


def test_the_estimate_makes_nothing(world: ImportWorld) -> None:
    world.load_people(100, Side.SALESFORCE)
    with world.counting() as calls:
        world.ask("start", kind="leads_and_contacts")
    assert (calls.hubspot, calls.salesforce) == (0, 1)
    assert world.turn() is None


@pytest.mark.s("S99")
def test_over_budget_it_begins_only_when_it_may_take_days(world: ImportWorld) -> None:
    world.load_people(1_000, Side.SALESFORCE)
    world.put("quota/hubspot", {"daily_limit": 20})
    estimated = world.ask("start", kind="contacts")
    assert estimated["estimate"]["fits"] is False
    assert estimated["estimate"]["days"] > 1
    code, message = world.refused("confirm", job_id=estimated["job_id"])
    assert code == "over_budget"
    assert "over 3 days" in message
    assert world.ask("confirm", job_id=estimated["job_id"], spread=True)["state"] == "running"
