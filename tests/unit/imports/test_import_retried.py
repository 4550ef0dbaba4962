"""Records that an import could not bring over are imported once more: as part of it, by its own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.core.record import Millis, Side
from crmsync.usecases.imports.import_jobs import LEASE, HeldJob
from crmsync.usecases.imports.tally import _SENTENCES

from sandbox.simulation.imports import Teamwork
from tests.unit.imports.import_world import ImportWorld
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.imports.test_import_with_inclusion_list import ADA, NOTHING, ListedImportWorld

LOVELACES: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Lovelace'"}


@pytest.fixture
def world() -> ListedImportWorld:
    return ListedImportWorld()


def failed_import(world: ImportWorld, number: int = 1, skipped: int = 0) -> str:
    """Whatever HubSpot had against them, it has no more afterwards. `skipped` are there already."""
    world.load(Side.SALESFORCE, [{**ADA, "Email": f"ada{n or ''}@example.org"} for n in range(number)])
    world.fault(Side.HUBSPOT, "status", "contacts/batch/create", times=100, status=400)
    status = world.import_all(**LOVELACES)
    world.hubspot.faults.clear()
    assert counts(status) == {"total": number + skipped, "failed": number, **({"skipped": skipped} if skipped else {})}
    world.product.queue = type(world.product.queue)(world.clock)
    return str(status["job_id"])


class WorkerDiedError(Exception):
    pass


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


def test_a_command_that_died_before_its_messages_has_begun_it_all_the_same(
    world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody needs to ask again: until it ended, no other import of these people could be begun."""
    job_id = failed_import(world)
    queue = world.product.import_queue
    send = queue.send

    def die(lane: str, turn: int, *, delay: Millis = 0) -> None:
        if not delay:
            raise WorkerDiedError
        send(lane, turn, delay=delay)

    monkeypatch.setattr(queue, "send", die)
    with pytest.raises(WorkerDiedError):
        world.ask("retry", job_id=job_id)
    monkeypatch.undo()
    world.run_turns()
    assert (counts(world.status(job_id)), world.status(job_id)["state"]) == ({"total": 1, "created": 1}, "done")


def test_a_command_that_died_before_the_import_was_stored_has_begun_nothing(
    world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = failed_import(world)

    def die(*_: object) -> None:
        raise WorkerDiedError

    monkeypatch.setattr(HeldJob, "finish", die)
    with pytest.raises(WorkerDiedError):
        world.ask("retry", job_id=job_id)
    monkeypatch.undo()
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 1, "failed": 1}
    world.clock.advance(LEASE)
    assert counts(retried(world, job_id)) == {"total": 1, "created": 1}


def test_hundreds_are_imported_page_by_page(world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.bookkeeping.PAGE_RECORDS", 3)
    monkeypatch.setattr("crmsync.usecases.imports.import_steps.MOST_PENDING", 3)
    job_id = failed_import(world, 8)
    assert counts(retried(world, job_id)) == {"total": 8, "created": 8}
    assert len({link.hubspot for link in world.product.links.all()}) == 8


def test_the_command_reads_no_rows_and_the_lanes_hold_a_page_each(
    world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many failed."""
    monkeypatch.setattr("crmsync.usecases.imports.bookkeeping.PAGE_RECORDS", 3)
    monkeypatch.setattr("crmsync.usecases.imports.import_steps.MOST_PENDING", 3)
    job_id = failed_import(world, 40)
    read = world.product.exports.read
    monkeypatch.setattr(world.product.exports, "read", None)
    assert world.ask("retry", job_id=job_id) == {"enqueued": 40}
    monkeypatch.setattr(world.product.exports, "read", read)
    held: list[int] = []
    save = world.product.jobs.save

    def saved(name: str, token: str, state: Mapping[str, Any], until: Millis) -> bool:
        held.append(len(state.get("pending", ())))
        return save(name, token, state, until)

    monkeypatch.setattr(world.product.jobs, "save", saved)
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 40, "created": 40}
    assert 3 <= max(held) <= 5


def test_lanes_share_the_files_of_a_large_retry(world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.usecases.imports.bookkeeping.PAGE_RECORDS", 3)
    world.product.teamwork = Teamwork(lanes=lambda records: 1 + records // 10)
    job_id = failed_import(world, 25)
    world.ask("retry", job_id=job_id)
    lanes = [world.product.jobs.state(f"import#{job_id}.{lane}") for lane in range(1, 9)]
    assert [lane["retry"]["at"] for lane in lanes if lane and lane["retry"]] == [0, 1, 2]
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 25, "created": 25}
    assert world.ask("failed", job_id=job_id)["url"] is None


@pytest.mark.parametrize("died", ["read", "save", "put"])
def test_a_worker_that_dies_while_it_takes_rows_over(
    world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch, died: str
) -> None:
    """Before, between and after the two stores: nobody is counted or brought twice, and nobody is forgotten."""
    world.load(Side.SALESFORCE, [{"LastName": "Lovelace"}])
    job_id = failed_import(world, 2, skipped=1)
    world.ask("retry", job_id=job_id)
    store = world.product.jobs if died == "save" else world.product.exports
    act = getattr(store, died)

    def die(*_: object, **__: object) -> None:
        raise WorkerDiedError

    monkeypatch.setattr(store, died, die)
    with pytest.raises(WorkerDiedError):
        world.turn()
    monkeypatch.setattr(store, died, act)
    world.run_turns()
    assert counts(world.status(job_id)) == {"total": 3, "created": 2, "skipped": 1}
    assert [row["outcome"] for row in world.failed_rows(job_id)] == ["skipped"]


def test_rows_keep_quotes_newlines_and_every_script(world: ListedImportWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the file of a page, a retry that takes others out of it, and the administrator's file."""
    hard = "a \"quoted\", word;\nnext line\r\nΕλλάδα 名前 العربية हिन्दी ไทย 한국어 עברית 😀 \u2028 '=1+1'"
    monkeypatch.setitem(_SENTENCES, "no_email", hard)
    world.load(Side.SALESFORCE, [{"LastName": "Lovelace"}])
    job_id = failed_import(world, 1, skipped=1)
    retried(world, job_id)
    assert [row["reason"] for row in world.failed_rows(job_id)] == [hard]


def test_an_import_that_has_not_come_to_rest(world: ListedImportWorld) -> None:
    """Cancelled, and one of its lanes does not know yet."""
    world.product.teamwork = Teamwork(lanes=lambda _: 2)
    job_id = failed_import(world)
    lane = world.product.jobs.state(f"import#{job_id}.1")
    world.product.jobs.start(f"import#{job_id}.1", "t", 0, 0)
    world.product.jobs.finish(f"import#{job_id}.1", "t", {**lane, "state": "running"})
    assert world.refused("retry", job_id=job_id)[0] == "busy"


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
