"""Crashes, lost answers, vendors that are away: nothing is done twice, nothing is lost."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from crmsync.core.matching import email_digest
from crmsync.core.record import Millis, Side
from crmsync.ports.links import Reservation, person_key
from crmsync.usecases.imports.begin_lanes import SURELY_BEGUN
from crmsync.usecases.turns import STEP_TIME

from sandbox.simulation.imports import Teamwork
from tests.unit.imports.import_world import ImportWorld

pytestmark = pytest.mark.no_cover

WHO: dict[str, Any] = {"kind": "contacts", "where": "LastName = 'Crowd'"}
CROWD = 700


class WorkerDiedError(Exception):
    pass


def die() -> None:
    raise WorkerDiedError


def crowd(world: ImportWorld, people: int = CROWD) -> None:
    world.load(
        Side.SALESFORCE,
        [{"LastName": "Crowd", "Email": f"{n}@example.org", "Title": f"Title {n}"} for n in range(people)],
    )


def survived(world: ImportWorld, job_id: str) -> dict[str, int]:
    """Everybody is there once, linked once, and counted once."""
    status = world.status(job_id)
    assert status["state"] == "done"
    found = world.hubspot_user.send("GET", f"/crm/v3/lists/{status['list_id']}").json()["list"]
    assert found["size"] == CROWD
    emails = Counter(record.values["email"] for record in all_contacts(world))
    assert [email for email, count in emails.items() if count > 1] == []
    return dict(status["counts"])


def all_contacts(world: ImportWorld) -> list[Any]:
    store = world.hubspot.simulator.portal.store("0-1")  # type: ignore[attr-defined]
    return [record for record in store.records.values() if not record.archived]


@pytest.mark.parametrize(
    ("side", "path", "waiting"), [(Side.HUBSPOT, "contacts/batch", "unavailable"), (Side.SALESFORCE, "query", "login")]
)
def test_a_login_that_is_refused_for_a_while_is_waited_for(
    world: ImportWorld, side: Side, path: str, waiting: str
) -> None:
    """The administrator changes the credentials in the middle."""
    crowd(world)
    job_id = world.started(**WHO)
    world.fault(side, "status", path, times=6, status=401)
    world.turn()
    assert world.status(job_id)["waiting"] == waiting
    world.run_turns()
    assert survived(world, job_id)["created"] == CROWD


def test_a_command_that_died_before_its_messages_has_begun_the_import_all_the_same(
    world: ImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody needs to ask for it again."""
    crowd(world)
    world.product.teamwork = Teamwork(lanes=lambda _: 2)
    queue = world.product.import_queue
    send = queue.send

    def die_over_what_is_due(lane: str, turn: int, *, delay: Millis = 0) -> None:
        if delay < SURELY_BEGUN:
            die()
        send(lane, turn, delay=delay)

    job_id = str(world.ask("start", **WHO)["job_id"])
    monkeypatch.setattr(queue, "send", die_over_what_is_due)
    with pytest.raises(WorkerDiedError):
        world.ask("confirm", job_id=job_id, spread=True)
    monkeypatch.undo()
    world.run_turns()
    assert survived(world, job_id)["created"] == CROWD
    assert world.product.jobs.state(f"import#{job_id}.1")["state"] == "done"


def crash_before(world: ImportWorld, side: Side, call: str, times: int = 1) -> str:
    job_id = world.started(**WHO)
    for _ in range(times):
        world.before(side, call, die)
    crashes = 0
    for _ in range(60):
        try:
            if world.turn() is None:
                break
        except WorkerDiedError:
            crashes += 1
    assert crashes == times
    return job_id


@pytest.mark.parametrize(
    ("side", "call"),
    [
        (Side.SALESFORCE, r"POST .*/jobs/query$"),
        (Side.SALESFORCE, r"GET .*/jobs/query/\w+$"),
        (Side.SALESFORCE, r"GET .*/results$"),
        (Side.SALESFORCE, r"DELETE .*/jobs/query/"),
        (Side.HUBSPOT, r"POST .*contacts/batch/read"),
        (Side.HUBSPOT, r"POST .*contacts/batch/create"),
        (Side.HUBSPOT, r"POST .*/lists/"),
        (Side.HUBSPOT, r"PUT .*memberships/add"),
    ],
)
def test_a_worker_that_dies_before_any_call(world: ImportWorld, side: Side, call: str) -> None:
    crowd(world)
    counts = survived(world, crash_before(world, side, call))
    assert counts == {"total": CROWD, "created": CROWD, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0}


@pytest.mark.parametrize("page", range(7))
def test_a_worker_that_dies_on_every_hundred(world: ImportWorld, page: int) -> None:
    """The creations before it stand; history tells the next worker that this import made them."""
    crowd(world)
    job_id = world.started(**WHO)
    arm_after(world, page, lambda: world.before(Side.HUBSPOT, "contacts/batch/create", die))
    died = 0
    for _ in range(60):
        try:
            if world.turn() is None:
                break
        except WorkerDiedError:
            died += 1
    assert died == 1
    assert survived(world, job_id)["created"] == CROWD


def arm_after(world: ImportWorld, creations: int, act: Callable[[], object]) -> None:
    """Steps in after so many creations of a hundred."""
    if creations == 0:
        act()
    else:
        world.before(Side.HUBSPOT, "contacts/batch/create", lambda: arm_after(world, creations - 1, act))


def test_a_lost_answer_creates_nobody_twice(world: ImportWorld) -> None:
    crowd(world)
    job_id = world.started(**WHO)
    world.fault(Side.HUBSPOT, "drop_response", "batch/create", times=2)
    world.run_turns()
    counts = survived(world, job_id)
    assert counts["created"] + counts["updated"] + counts["unchanged"] == CROWD


def test_hubspot_is_away_for_a_while(world: ImportWorld) -> None:
    """No record is parked or handed to the worker: the import waits and goes on."""
    crowd(world)
    job_id = world.started(**WHO)
    world.fault(Side.HUBSPOT, "status", "contacts/batch", times=30, status=503)
    world.run_turns()
    assert survived(world, job_id)["created"] == CROWD
    assert world.parked() == []


@pytest.mark.parametrize("kind", ["status", "reset", "timeout", "break_off", "rate_limit"])
def test_salesforce_breaks_off(world: ImportWorld, kind: str) -> None:
    crowd(world)
    job_id = world.started(**WHO)
    world.fault(Side.SALESFORCE, kind, "results", times=2)
    world.run_turns()
    assert survived(world, job_id)["created"] == CROWD


def test_a_query_that_fails_ends_the_import_with_the_reason(world: ImportWorld) -> None:
    world.control(
        Side.SALESFORCE, "bulk_query_failure", {"message": "InternalServerError : Retried more than 15 times"}
    )
    status = world.import_all(**WHO)
    assert status["state"] == "failed"
    assert "Retried more than 15 times" in status["error"]
    assert world.ask("start", **WHO)["state"] == "estimated"


def test_results_that_salesforce_has_thrown_away_are_asked_for_again(world: ImportWorld) -> None:
    crowd(world)
    job_id = world.started(**WHO)
    while not world.status(job_id)["counts"]["total"]:
        world.turn(41_000)
    world.ask("pause", job_id=job_id)
    world.run_turns()
    world.clock.advance(8 * 86_400_000)
    world.ask("resume", job_id=job_id)
    world.run_turns()
    assert survived(world, job_id)["created"] == CROWD


def test_a_record_that_another_worker_never_gives_back_is_told_as_failed(world: ImportWorld) -> None:
    """And the others do not wait for it; once it is free, it syncs by itself."""
    crowd(world)
    until = world.clock.now() + 2 * 3_600_000
    key = person_key(email_digest("7@example.org"))
    world.product.links.reserve([Reservation((key,), "another worker", until)])
    job_id = world.started(**WHO)
    world.run_turns()
    counts = world.status(job_id)["counts"]
    assert (counts["created"], counts["failed"]) == (CROWD - 1, 1)
    world.clock.advance(max(0, until - world.clock.now()))
    world.run_on()
    assert len(world.contacts_of("7@example.org")) == 1


@pytest.mark.s("S80", "S83")
def test_out_of_budget_it_goes_on_by_itself_the_next_day(world: ImportWorld) -> None:
    crowd(world)
    world.put("quota/hubspot", {"daily_limit": 40})
    job_id = world.started(**WHO)
    for _ in range(20):
        world.turn()
    status = world.status(job_id)
    assert (status["state"], status["waiting"]) == ("running", "quota")
    assert 0 < status["counts"]["total"] < CROWD
    assert world.spent(Side.HUBSPOT) <= 40
    world.run_turns_for(days=2)
    assert survived(world, job_id)["created"] == CROWD
    assert world.parked() == []


def test_people_edit_meanwhile(world: ImportWorld) -> None:
    """One is created in HubSpot, one edited, one deleted in Salesforce, each after the query was made."""
    crowd(world)
    ids = {name: world.people_of(f"{name}@example.org")[0] for name in ("5", "600")}
    job_id = world.started(**WHO)
    world.before(Side.SALESFORCE, "results", lambda: world.edit_person(ids["5"], Title="Edited"))
    world.before(Side.SALESFORCE, "results", lambda: world.salesforce_user.delete("Contact", ids["600"]))
    world.before(Side.HUBSPOT, "batch/read", lambda: world.create_contact(email="9@example.org", city="London"))
    world.run_turns()
    world.run_on()
    (edited,), (present,) = world.contacts_of("5@example.org"), world.contacts_of("9@example.org")
    assert world.contact(edited, "jobtitle") == "Edited"
    assert world.contact(present, "jobtitle", "city") == ("Title 9", "London")
    assert world.status(job_id)["counts"]["total"] == CROWD
    assert world.parked() == []


def test_what_was_left_out_is_told_once_although_the_query_is_made_again(world: ImportWorld) -> None:
    world.load(Side.SALESFORCE, [{"LastName": "Crowd"} for _ in range(3)])
    crowd(world)
    mapping = {"hubspot": "mobilephone", "salesforce": "Department", "rule": "two_way"}
    job_id = world.started(**WHO)
    world.before(Side.HUBSPOT, "batch/create", lambda: world.put("mappings/contact", {"mappings": [mapping]}))
    for _ in range(30):
        world.turn(remaining=STEP_TIME + 1)
    assert world.status(job_id)["counts"]["skipped"] == 3
    assert len(world.failed_rows(job_id)) == 3


@pytest.mark.parametrize(
    ("side", "call", "too_early"),
    [(Side.SALESFORCE, r"GET .*/jobs/query/\w+$", 0), (Side.HUBSPOT, "POST .*contacts/batch/create", 500)],
    ids=["before the first page", "during the first page"],
)
def test_a_mapping_that_is_added_meanwhile_is_imported_too(
    world: ImportWorld, side: Side, call: str, too_early: int
) -> None:
    """The results have not its field, so the query is made again; who was done already is counted once."""
    people = [{"LastName": "Crowd", "Email": f"{n}@example.org", "Department": f"D{n}"} for n in range(CROWD)]
    world.load(Side.SALESFORCE, people)
    mapping = {"hubspot": "mobilephone", "salesforce": "Department", "rule": "two_way"}
    job_id = world.started(**WHO)
    world.before(side, call, lambda: world.put("mappings/contact", {"mappings": [mapping]}))
    for _ in range(30):
        world.turn(remaining=STEP_TIME + 1)
    assert survived(world, job_id)["created"] == CROWD
    filled = [record for record in all_contacts(world) if str(record.values.get("mobilephone") or "").startswith("D")]
    assert len(filled) == CROWD - too_early
