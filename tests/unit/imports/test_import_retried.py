"""Records that an import could not bring over are imported once more: as part of it, by its own rules."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side

from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.imports.test_import_with_inclusion_list import ADA, NOTHING, ListedImportWorld

LOVELACES: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Lovelace'"}


@pytest.fixture
def world() -> ListedImportWorld:
    return ListedImportWorld()


def failed_import(world: ImportWorld, number: int = 1) -> str:
    """Whatever HubSpot had against them, it has no more afterwards."""
    world.load(Side.SALESFORCE, [{**ADA, "Email": f"ada{n or ''}@example.org"} for n in range(number)])
    world.fault(Side.HUBSPOT, "status", "contacts/batch/create", times=100, status=400)
    status = world.import_all(**LOVELACES)
    world.hubspot.faults.clear()
    assert counts(status) == {"total": number, "failed": number}
    world.product.queue = type(world.product.queue)(world.clock)
    return str(status["job_id"])


def retried(world: ImportWorld, job_id: str) -> dict[str, Any]:
    """The import's status after a retry."""
    world.ask("retry", job_id=job_id)
    world.run_turns()
    return world.status(job_id)


def test_it_counts_in_the_import_and_leaves_its_file(world: ListedImportWorld) -> None:
    job_id = failed_import(world)
    status = retried(world, job_id)
    assert counts(status) == {"total": 1, "created": 1}
    assert (status["reasons"], status["pending"]) == ({}, 0)
    assert world.ask("failed", job_id=job_id)["url"] is None
    assert world.shown() == ("Ada", "Lovelace", "Countess")


def test_who_comes_by_it_is_in_the_static_list(world: ListedImportWorld) -> None:
    status = retried(world, failed_import(world))
    path = f"/crm/v3/lists/{status['list_id']}/memberships"
    members = world.hubspot_user.send("GET", path).json()["results"]
    assert [one["recordId"] for one in members] == [world.ada]


def test_it_creates_although_records_that_come_by_themselves_are_not_created(world: ListedImportWorld) -> None:
    world.put("settings/contact", {"create_in_hubspot": False})
    assert counts(retried(world, failed_import(world))) == {"total": 1, "created": 1}


@pytest.mark.s("S58")
def test_outside_the_inclusion_list_the_address_alone_comes(world: ListedImportWorld) -> None:
    world.choose_list()
    retried(world, failed_import(world))
    world.run_on()
    assert world.shown() == NOTHING


def test_what_fails_again_is_one_row_of_the_file(world: ListedImportWorld) -> None:
    job_id = failed_import(world)
    world.fault(Side.HUBSPOT, "status", "contacts/batch/create", times=1, status=400)
    assert counts(retried(world, job_id)) == {"total": 1, "failed": 1}
    assert len(world.failed_rows(job_id)) == 1
    assert counts(retried(world, job_id)) == {"total": 1, "created": 1}


def test_what_was_skipped_stays_in_the_file(world: ListedImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Lovelace"}])
    world.load(Side.SALESFORCE, [ADA])
    world.fault(Side.HUBSPOT, "status", "contacts/batch/create", times=1, status=400)
    job_id = str(world.import_all(**LOVELACES)["job_id"])
    assert world.ask("retry", job_id=job_id) == {"enqueued": 1}
    world.run_turns()
    assert [row["category"] for row in world.failed_rows(job_id)] == ["no_email"]


def test_a_retry_whose_message_was_lost_is_begun_by_the_next_one(world: ListedImportWorld) -> None:
    job_id = failed_import(world)
    world.ask("retry", job_id=job_id)
    message = world.product.import_queue.take()
    world.clock.advance(1_000)
    message = message or world.product.import_queue.take()
    assert message is not None
    world.product.import_queue.delete(message)
    assert counts(retried(world, job_id)) == {"total": 1, "created": 1}
    assert world.ask("retry", job_id=job_id) == {"enqueued": 0}


def test_hundreds_are_imported_page_by_page(world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.retry_failed.PAGE_RECORDS", 3)
    job_id = failed_import(world, 8)
    assert counts(retried(world, job_id)) == {"total": 8, "created": 8}
    assert len({link.hubspot for link in world.product.links.all()}) == 8


def test_of_a_cancelled_import_the_rest_stays_where_it_is(
    world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.import_steps.PAGE_RECORDS", 1)
    world.load(Side.SALESFORCE, [{**ADA, "Email": f"ada{n}@example.org"} for n in range(3)])
    world.fault(Side.HUBSPOT, "status", "contacts/batch/create", times=1, status=400)
    job_id = world.started(**LOVELACES)

    def cancel() -> None:
        world.ask("cancel", job_id=job_id)

    world.before(Side.HUBSPOT, "POST .*contacts/batch/create", cancel)
    world.run_turns()
    assert (world.status(job_id)["state"], counts(world.status(job_id))) == ("cancelled", {"total": 1, "failed": 1})
    assert counts(retried(world, job_id)) == {"total": 1, "created": 1}
    assert len(world.product.links.all()) == 1


def test_at_the_wrong_time(world: ListedImportWorld) -> None:
    job_id = world.started(**LOVELACES)
    assert "still being tried" in world.refused("retry", job_id=job_id)[1]
    world.run_turns()
    world.put("settings/contact", {"enabled": False})
    assert "switched off" in world.refused("retry", job_id=job_id)[1]
