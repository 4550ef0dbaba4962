"""Several workers on one import: nobody twice, everybody once, whoever of them dies."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from crmsync.core.import_estimate import lanes_for
from crmsync.core.record import Side

from sandbox.simulation.imports import Teamwork
from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_interrupted import WorkerDiedError, all_contacts, die
from tests.unit.imports.test_import_into_empty import counts

pytestmark = pytest.mark.no_cover

WHO: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Crowd'"}
CROWD = 2_400
BRIEF = 41_000
"""Time for one step only, so that the workers take turns."""


@pytest.fixture
def world() -> ImportWorld:
    """Three workers, a page a set: fewer people than it takes else."""
    world = ImportWorld()
    world.product.teamwork = Teamwork(lanes=lambda _: 3, set_records=500)
    world.load(Side.SALESFORCE, [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(CROWD)])
    return world


def run_in_turns(world: ImportWorld, *, between: Callable[[], object] = lambda: None) -> int:
    """One step at a time; how many workers died."""
    died = 0
    for _ in range(600):
        try:
            if world.turn(BRIEF) is None:
                return died
        except WorkerDiedError:
            died += 1
        between()
    raise AssertionError("the import does not come to rest")


def everybody_is_there_once(world: ImportWorld, job_id: str) -> None:
    status = world.status(job_id)
    assert (status["state"], counts(status)) == ("done", {"total": CROWD, "created": CROWD})
    emails = Counter(
        record.values["email"] for record in all_contacts(world) if record.values.get("lastname") == "Crowd"
    )
    assert (len(emails), max(emails.values())) == (CROWD, 1)
    found = world.hubspot_user.send("GET", f"/crm/v3/lists/{status['list_id']}").json()["list"]
    assert found["size"] == CROWD
    assert world.parked() == []


def shares(world: ImportWorld, job_id: str) -> list[int]:
    """How many records each worker brought in step."""
    lanes = [world.product.jobs.state(f"import#{name}") for name in (job_id, f"{job_id}.1", f"{job_id}.2")]
    return [sum(lane["counts"].values()) for lane in lanes]


@pytest.mark.parametrize(("records", "lanes"), [(0, 1), (9_999, 1), (10_000, 2), (20_000, 4), (10_000_000, 4)])
def test_larger_imports_have_more_workers(records: int, lanes: int) -> None:
    assert lanes_for(records) == lanes


def test_workers_share_the_records(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    assert run_in_turns(world) == 0
    everybody_is_there_once(world, job_id)
    assert min(shares(world, job_id)) >= 500


def test_one_worker_does_it_all_when_the_others_never_come(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    while world.turn() != "done":
        pass
    world.run_turns()
    everybody_is_there_once(world, job_id)


@pytest.mark.parametrize("seed", range(6))
def test_workers_that_die_anywhere(world: ImportWorld, seed: int) -> None:
    """Three of them, before calls chosen by chance."""
    rng = Random(seed)
    calls = ["batch/read", "batch/create", "memberships/add", "results", r"jobs/query/\w+$"]
    job_id = world.started(**WHO)
    for _ in range(3):
        call = rng.choice(calls)
        side = Side.SALESFORCE if call.startswith(("results", "jobs")) else Side.HUBSPOT
        world.before(side, call, _after(rng.randrange(12), world, side, call))
    run_in_turns(world)
    everybody_is_there_once(world, job_id)


def _after(skipped: int, world: ImportWorld, side: Side, call: str) -> Callable[[], object]:
    if skipped == 0:
        return die
    return lambda: world.before(side, call, _after(skipped - 1, world, side, call))


def test_pause_rests_all_of_them_and_resume_wakes_all(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    while world.status(job_id)["counts"]["total"] < 1_400:
        world.turn(BRIEF)
    world.ask("pause", job_id=job_id)
    with world.counting() as calls:
        world.run_turns()
    assert calls.total == 0
    assert world.status(job_id)["state"] == "paused"
    world.ask("resume", job_id=job_id)
    run_in_turns(world)
    everybody_is_there_once(world, job_id)
    assert sum(share > 0 for share in shares(world, job_id)) == 3


def test_cancel_ends_all_of_them(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    while world.status(job_id)["counts"]["total"] < 1_400:
        world.turn(BRIEF)
    world.ask("cancel", job_id=job_id)
    world.run_turns()
    status = world.status(job_id)
    found = world.hubspot_user.send("GET", f"/crm/v3/lists/{status['list_id']}").json()["list"]
    assert (status["state"], status["counts"]["total"]) == ("cancelled", found["size"])
    assert status["counts"]["total"] < CROWD


def test_results_that_are_lost_in_the_middle_are_asked_for_again_and_counted_once(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    while world.status(job_id)["counts"]["total"] < 1_400:
        world.turn(BRIEF)
    world.ask("pause", job_id=job_id)
    world.run_turns()
    world.clock.advance(8 * 86_400_000)
    world.ask("resume", job_id=job_id)
    run_in_turns(world)
    everybody_is_there_once(world, job_id)


def test_a_worker_that_fails_for_good_ends_the_import(world: ImportWorld) -> None:
    """HubSpot retires the paths in the middle."""
    job_id = world.started(**WHO)
    while world.status(job_id)["counts"]["total"] < 1_400:
        world.turn(BRIEF)
    world.fault(Side.HUBSPOT, "status", "contacts/batch", times=10_000, status=410)
    world.fault(Side.HUBSPOT, "status", "lists", times=10_000, status=410)
    run_in_turns(world)
    status = world.status(job_id)
    assert status["state"] in {"failed", "done"}
    assert status["counts"]["created"] < CROWD


def test_helpers_are_no_imports_of_their_own(world: ImportWorld) -> None:
    job_id = world.started(**WHO)
    assert [one["job_id"] for one in world.ask("status")["items"]] == [job_id]
    assert world.refused("status", job_id=f"{job_id}.1") == ("not_found", f"there is no import {job_id}.1")
