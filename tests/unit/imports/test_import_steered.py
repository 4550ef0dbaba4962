"""Pause, resume, cancel, and what the status says meanwhile."""

import pytest
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld

pytestmark = pytest.mark.no_cover

BRIEF = 41_000
"""Time for one step only."""


def begun(world: ImportWorld, people: int = 1_200) -> str:
    """An import of which the first page is done."""
    world.load_people(people, Side.SALESFORCE)
    job_id = world.started(kind="contacts")
    while not world.status(job_id)["counts"]["total"]:
        world.turn(BRIEF)
    return job_id


@pytest.mark.s("S100", "S102")
def test_the_status_tells_how_far_it_is(world: ImportWorld) -> None:
    status = world.status(begun(world))
    assert status["state"] == "running"
    assert status["counts"]["total"] == sum(count for name, count in status["counts"].items() if name != "total")
    assert 0 < status["counts"]["total"] < status["estimate"]["records"]
    assert status["rate"] > 0
    assert status["seconds_left"] > 0


def test_a_paused_import_does_nothing_until_it_is_resumed(world: ImportWorld) -> None:
    """And does not take the pause for work: its pace, by which the time left is told, stays."""
    job_id = begun(world)
    pace = world.status(job_id)["rate"]
    assert world.ask("pause", job_id=job_id)["state"] == "paused"
    done = world.status(job_id)["counts"]["total"]
    with world.counting() as calls:
        world.run_turns()
    assert calls.total == 0
    assert (world.status(job_id)["state"], world.status(job_id)["counts"]["total"]) == ("paused", done)
    world.clock.advance(86_400_000)
    assert world.status(job_id)["rate"] >= 0.5 * pace
    assert world.ask("resume", job_id=job_id)["state"] == "running"
    world.run_turns()
    status = world.status(job_id)
    assert (status["state"], status["counts"]["total"]) == ("done", status["estimate"]["records"])
    assert status["rate"] >= 0.5 * pace


def test_a_cancelled_import_leaves_what_it_brought_and_nothing_in_salesforce(world: ImportWorld) -> None:
    job_id = begun(world)
    assert world.ask("cancel", job_id=job_id)["state"] == "cancelled"
    world.run_turns()
    status = world.status(job_id)
    assert (status["state"], status["counts"]["created"] > 0) == ("cancelled", True)
    assert status["list_id"] is not None
    assert [call for call in world.product.calls if call.startswith("DELETE") and "/jobs/query/" in call]
    assert world.ask("start", kind="contacts")["state"] == "estimated"


def test_an_estimate_can_be_cancelled(world: ImportWorld) -> None:
    job_id = world.ask("start", kind="leads")["job_id"]
    world.ask("cancel", job_id=job_id)
    world.run_turns()
    assert world.status(job_id)["state"] == "cancelled"
    assert "cancelled" in world.refused("confirm", job_id=job_id)[1]


def test_cancelled_while_salesforce_still_works_on_the_query(world: ImportWorld) -> None:
    world.control(Side.SALESFORCE, "settings", {"bulk_query_s": 3_600.0})
    job_id = world.started(kind="contacts")
    world.turn()
    assert world.status(job_id)["waiting"] == "salesforce"
    world.ask("cancel", job_id=job_id)
    world.run_turns()
    assert [call.split()[0] for call in world.product.calls if "/jobs/query/" in call][-3:] == [
        "DELETE",
        "PATCH",
        "DELETE",
    ]


def test_resume_twice_does_nothing_twice(world: ImportWorld) -> None:
    job_id = begun(world)
    world.ask("pause", job_id=job_id)
    world.run_turns()
    for _ in range(3):
        world.ask("resume", job_id=job_id)
    world.run_turns()
    status = world.status(job_id)
    assert (status["state"], status["counts"]["total"]) == ("done", status["estimate"]["records"])


def test_an_import_waits_while_the_sync_is_paused(world: ImportWorld) -> None:
    job_id = begun(world)
    world.put("settings/global", {"paused": True})
    with world.counting() as calls:
        world.turn()
    assert calls.total == 0
    assert world.status(job_id)["waiting"] == "switched_off"
    world.put("settings/global", {"paused": False})
    world.run_turns()
    assert world.status(job_id)["state"] == "done"
