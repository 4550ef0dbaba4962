"""A Bulk query is made again in the middle: what had to wait meanwhile is counted once all the same."""

from typing import Any

import pytest
from crmsync.core.matching import email_digest
from crmsync.core.record import Side
from crmsync.ports.links import Reservation, person_key

from sandbox.simulation.imports import Teamwork
from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_into_empty import counts

BRIEF = 41_000
"""Time for one step only."""

WHO: dict[str, Any] = {"kind": "leads_and_contacts", "where": "LastName = 'Crowd'"}
MAPPING = {"hubspot": "mobilephone", "salesforce": {"Contact": "Department", "Lead": "SICCode__c"}, "rule": "two_way"}
EACH = 6


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> ImportWorld:
    """Pages of three, of so many contacts and leads."""
    monkeypatch.setattr("crmsync.usecases.imports.import_steps.PAGE_RECORDS", 3)
    world = ImportWorld()
    emails = [f"{n}@example.org" for n in range(2 * EACH)]
    world.load(Side.SALESFORCE, [{"LastName": "Crowd", "Email": email} for email in emails[:EACH]])
    leads = [{"LastName": "Crowd", "Company": "Crowd", "Email": email} for email in emails[EACH:]]
    world.load(Side.SALESFORCE, leads, "Lead")
    return world


def held(world: ImportWorld, number: int) -> Reservation:
    """Another worker has that person."""
    key = person_key(email_digest(f"{number}@example.org"))
    reservation = Reservation((key,), "another worker", world.clock.now() + 600_000)
    world.product.links.reserve([reservation])
    return reservation


def job(world: ImportWorld, name: str) -> dict[str, Any]:
    return dict(world.product.jobs.state(f"import#{name}"))


def test_a_record_that_waits_is_counted_once(world: ImportWorld) -> None:
    """The new query finds it, too."""
    reservation = held(world, 0)
    job_id = world.started(**WHO)
    while not job(world, job_id)["pending"]:
        world.turn(BRIEF)
    world.product.links.release([reservation])
    world.put("mappings/contact", {"mappings": [MAPPING]})
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 2 * EACH, "created": 2 * EACH}


def test_a_record_of_the_object_before_stays_counted(world: ImportWorld) -> None:
    """It waited, came in turn during the next object, and that one's query was made again."""
    reservation = held(world, 0)
    job_id = world.started(**WHO)
    while job(world, job_id)["position"]["part"] == 0:
        world.turn(BRIEF)
    world.product.links.release([reservation])
    world.clock.advance(job(world, job_id)["pending_due"] - world.clock.now())
    while job(world, job_id)["pending"]:
        world.turn(BRIEF)
    assert (job(world, job_id)["position"]["part"], counts(world.status(job_id))["created"]) == (1, EACH)
    world.put("mappings/contact", {"mappings": [MAPPING]})
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 2 * EACH, "created": 2 * EACH}


def test_a_lane_that_slept_meanwhile_counts_nobody_of_the_old_query(world: ImportWorld) -> None:
    """The others have come to the next object before it looks."""
    world.product.teamwork = Teamwork(lanes=lambda _: 2, set_records=3)
    job_id = world.started(**WHO)
    lane = f"{job_id}.1"
    while not sum(job(world, lane)["counts"].values()):
        world.turn(BRIEF)
    world.product.jobs.start(f"import#{lane}", "hangs", world.clock.now(), world.clock.now() + 86_400_000)
    world.put("mappings/contact", {"mappings": [MAPPING]})
    while job(world, job_id)["position"]["part"] == 0:
        world.turn(BRIEF)
    world.product.jobs.finish(f"import#{lane}", "hangs", job(world, lane))
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 2 * EACH, "created": 2 * EACH}
