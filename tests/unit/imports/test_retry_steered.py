"""A retry is paused, resumed, cancelled and watched like an import; whatever ends it, each record has one outcome."""

from typing import Any

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.granted_calls import assert_bulk_work, watch_granted
from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_into_empty import counts

LOVELACES: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Lovelace'"}
CREATE = "contacts/batch/create"
FAILED = 6
AT_A_TIME = 2


class WorkerDiedError(Exception):
    pass


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> ImportWorld:
    """Files of one row, of which a lane tries two at a time."""
    monkeypatch.setattr("crmsync.usecases.imports.bookkeeping.PAGE_RECORDS", 1)
    monkeypatch.setattr("crmsync.usecases.imports.import_steps.MOST_PENDING", AT_A_TIME)
    world = ImportWorld()
    world.load(Side.SALESFORCE, [{"LastName": "Lovelace", "Email": f"{n}@example.org"} for n in range(FAILED)])
    return world


def failed_import(world: ImportWorld) -> str:
    world.fault(Side.HUBSPOT, "status", CREATE, times=100, status=400)
    job_id = str(world.import_all(**LOVELACES)["job_id"])
    world.hubspot.faults.clear()
    assert counts(world.status(job_id)) == {"total": FAILED, "failed": FAILED}
    return job_id


def interrupted(world: ImportWorld, job_id: str, word: str) -> dict[str, Any]:
    """The status after the administrator says the word while the second two are created."""

    def say() -> None:
        world.ask(word, job_id=job_id)

    world.before(Side.HUBSPOT, CREATE, lambda: world.before(Side.HUBSPOT, CREATE, say))
    world.ask("retry", job_id=job_id)
    world.run_turns()
    return world.status(job_id)


def retry_counts(status: dict[str, Any]) -> tuple[str, dict[str, int]]:
    return status["retry"]["state"], counts(status["retry"])


@pytest.mark.s("S100", "S102")
def test_its_own_progress_is_told(world: ImportWorld) -> None:
    job_id = failed_import(world)
    assert world.status(job_id)["retry"] is None
    world.ask("retry", job_id=job_id)
    status = world.status(job_id)
    assert (status["state"], status["retry"]["records"], retry_counts(status)) == ("running", FAILED, ("running", {}))
    world.fault(Side.HUBSPOT, "status", CREATE, times=3, status=400)
    world.run_turns()
    status = world.status(job_id)
    told = {"total": FAILED, "created": 4, "failed": 2}
    assert (status["state"], counts(status), retry_counts(status)) == ("done", told, ("done", told))
    assert status["retry"]["rate"] > 0
    world.ask("retry", job_id=job_id)
    assert (world.status(job_id)["retry"]["records"], retry_counts(world.status(job_id))[1]) == (2, {})


def test_a_paused_one_does_nothing_until_it_is_resumed(world: ImportWorld) -> None:
    job_id = failed_import(world)
    status = interrupted(world, job_id, "pause")
    assert (status["state"], retry_counts(status)) == ("paused", ("paused", {"total": 4, "created": 4}))
    with world.counting() as calls:
        world.run_turns()
    assert calls.total == 0
    world.clock.advance(86_400_000)
    assert world.status(job_id)["retry"]["rate"] == status["retry"]["rate"] > 0
    assert "import resume" in world.refused("retry", job_id=job_id)[1]
    assert world.ask("resume", job_id=job_id)["state"] == "running"
    world.run_turns()
    status = world.status(job_id)
    assert (status["state"], retry_counts(status)) == ("done", ("done", {"total": FAILED, "created": FAILED}))


def test_of_a_cancelled_one_the_rest_stays_failed(world: ImportWorld) -> None:
    """What waited, too, and can be tried again."""
    job_id = failed_import(world)
    status = interrupted(world, job_id, "cancel")
    assert (status["state"], retry_counts(status)) == ("done", ("cancelled", {"total": 4, "created": 4}))
    assert counts(status) == {"total": FAILED, "created": 4, "failed": 2}
    assert len({row["record_id"] for row in world.failed_rows(job_id)}) == len(world.failed_rows(job_id)) == 2
    assert world.ask("retry", job_id=job_id) == {"enqueued": 2}
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": FAILED, "created": FAILED}


@pytest.mark.parametrize("died", [None, "put", "save"])
def test_what_waits_when_it_is_cancelled_is_told_as_failed(
    world: ImportWorld, monkeypatch: pytest.MonkeyPatch, died: str | None
) -> None:
    """Whatever the worker dies of that tells it: each record is one row."""
    job_id = failed_import(world)
    world.ask("retry", job_id=job_id)
    world.fault(Side.HUBSPOT, "status", "contacts/batch", times=100, status=503)
    while not world.status(job_id)["pending"]:
        world.turn()
    world.ask("cancel", job_id=job_id)
    if died is not None:
        die_once(world, monkeypatch, died)
    world.run_turns()
    assert (world.status(job_id)["pending"], counts(world.status(job_id))) == (0, {"total": FAILED, "failed": FAILED})
    rows = world.failed_rows(job_id)
    assert len({row["record_id"] for row in rows}) == len(rows) == FAILED
    told = [row for row in rows if row["category"] == "cancelled"]
    assert ("cancelled before" in told[0]["reason"], "crmsync import retry" in told[0]["fix"]) == (True, True)
    assert world.status(job_id)["reasons"]["cancelled"] == len(told) == AT_A_TIME


def test_cancelled_after_a_worker_died_that_took_rows_over(world: ImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """They wait in the lane, and are still in the file that they were taken from."""
    job_id = failed_import(world)
    world.ask("retry", job_id=job_id)
    die_once(world, monkeypatch, "put")
    world.ask("cancel", job_id=job_id)
    world.run_turns()
    rows = world.failed_rows(job_id)
    assert len({row["record_id"] for row in rows}) == len(rows) == FAILED


def die_once(world: ImportWorld, monkeypatch: pytest.MonkeyPatch, died: str) -> None:
    store = world.product.jobs if died == "save" else world.product.exports

    def die(*_: object, **__: object) -> None:
        raise WorkerDiedError

    with monkeypatch.context() as broken:
        broken.setattr(store, died, die)
        with pytest.raises(WorkerDiedError):
            world.turn()


@pytest.mark.parametrize("is_retry", [True, False])
def test_what_waits_when_a_lane_fails_for_good_is_told_with_the_reason(
    world: ImportWorld, monkeypatch: pytest.MonkeyPatch, is_retry: bool
) -> None:
    job_id = failed_import(world) if is_retry else world.started(**LOVELACES)
    if is_retry:
        world.ask("retry", job_id=job_id)
    world.fault(Side.HUBSPOT, "status", "contacts/batch", times=1_000, status=503)
    while not world.status(job_id)["pending"]:
        world.turn()
    refusal = CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, "S3 refuses: AccessDenied"))

    def refuse(*_: object) -> None:
        raise refusal

    monkeypatch.setattr("crmsync.usecases.imports.import_steps.import_pending", refuse)
    world.run_turns()
    status = world.status(job_id)
    assert (status["pending"], counts(status)) == (0, {"total": FAILED, "failed": FAILED})
    assert (status["retry"] or status)["error"] == "S3 refuses: AccessDenied"
    rows = world.failed_rows(job_id)
    assert len({row["record_id"] for row in rows}) == len(rows) == FAILED
    told = [row for row in rows if "S3 refuses: AccessDenied" in row["reason"]]
    assert len(told) == (AT_A_TIME if is_retry else FAILED)
    assert (status["state"], (status["retry"] or status)["state"]) == ("done" if is_retry else "failed", "failed")


def test_an_import_and_its_retry_are_bulk_work(world: ImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    world.fault(Side.HUBSPOT, "status", CREATE, times=100, status=400)
    job_id = world.started(**LOVELACES)
    granted = watch_granted(monkeypatch)
    world.run_turns()
    world.hubspot.faults.clear()
    assert_bulk_work(world, granted)
    world.ask("retry", job_id=job_id)
    granted.clear()
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": FAILED, "created": FAILED}
    assert_bulk_work(world, granted)


def test_words_that_come_too_late(world: ImportWorld) -> None:
    job_id = failed_import(world)
    for word in ("pause", "resume", "cancel"):
        assert world.refused(word, job_id=job_id) == ("not_possible", f"import {job_id} is done")
    world.ask("retry", job_id=job_id)
    world.ask("cancel", job_id=job_id)
    for word in ("pause", "resume"):
        assert world.refused(word, job_id=job_id) == ("not_possible", f"import {job_id} is being cancelled")
    assert world.refused("retry", job_id=job_id)[0] == "busy"
    assert world.status(job_id)["retry"]["state"] == "cancelled"


def test_an_import_that_is_being_cancelled_is_not_brought_back(world: ImportWorld) -> None:
    """Some of its workers may have ended."""
    job_id = world.started(**LOVELACES)
    world.ask("cancel", job_id=job_id)
    assert world.refused("resume", job_id=job_id) == ("not_possible", f"import {job_id} is being cancelled")


def test_nothing_of_the_kind_is_imported_beside_it(world: ImportWorld) -> None:
    job_id = failed_import(world)
    other = str(world.ask("start", **LOVELACES)["job_id"])
    world.ask("retry", job_id=job_id)
    assert job_id in world.refused("start", kind="contacts")[1]
    assert world.refused("confirm", job_id=other)[0] == "busy"
    world.run_turns()
    world.ask("confirm", job_id=other, spread=True)
    world.run_turns()
    assert counts(world.status(other))["total"] == FAILED


def test_a_retry_beside_an_import_of_the_kind_is_refused(world: ImportWorld) -> None:
    job_id = failed_import(world)
    other = world.started(**LOVELACES)
    assert other in world.refused("retry", job_id=job_id)[1]
