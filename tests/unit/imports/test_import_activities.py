"""Tasks and events of people and records that sync become HubSpot's activities."""

from typing import Any

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import RecordRef, Side

from tests.unit.imports.kinds_world import KindsWorld
from tests.unit.imports.test_import_accounts_calls import is_within
from tests.unit.imports.test_import_into_empty import counts
from tests.unit.sync.activity_world import ActivityWorld

KIND: dict[str, Any] = {"kind": "tasks"}
MEETING = {"StartDateTime": "2026-12-01T09:30:00.000Z", "EndDateTime": "2026-12-01T10:30:00.000Z"}


class TaskWorld(ActivityWorld, KindsWorld):
    """Activities do not sync yet."""

    def __init__(self) -> None:
        super().__init__()
        self.switch("task", enabled=False)

    def is_linked(self, object_type: str, record: str) -> bool:
        ref = RecordRef(Side.SALESFORCE, object_type, record)
        return ref in self.product.links.find([ref])


@pytest.fixture
def world() -> TaskWorld:
    return TaskWorld()


@pytest.mark.s("S84", "S96")
def test_the_tasks_of_a_syncing_contact_come_with_their_contact(world: TaskWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    tasks = [world.create_person("Task", Subject=subject, WhoId=ada) for subject in ("Ring", "Write")]
    world.switch("task")
    status = world.import_all(**KIND)
    world.run()
    for subject, task in zip(("Ring", "Write"), tasks, strict=True):
        activity = world.hubspot_of(task)
        assert world.activity("task", activity.id, "hs_task_subject") == subject
        assert world.related("task", activity.id, "contact") == world.contacts_of("ada@example.org")
    assert (counts(status), status["list_id"]) == ({"total": 2, "created": 2}, None)


@pytest.mark.s("S96")
def test_tasks_of_nobody_who_syncs_stay_where_they_are(world: TaskWorld) -> None:
    (stranger,) = world.load_ids("Contact", [{"LastName": "Stranger", "Email": "x@example.org"}])
    alone = world.create_person("Task", Subject="Alone")
    strange = world.create_person("Task", Subject="Strange", WhoId=stranger)
    world.switch("task")
    status = world.import_all(**KIND)
    assert (world.is_linked("Task", alone), world.is_linked("Task", strange)) == (False, False)
    assert status["reasons"] == {"not_syncing": counts(status)["skipped"]}


@pytest.mark.s("S96")
def test_a_task_of_a_syncing_lead_counts_too(world: TaskWorld) -> None:
    lead = world.create_person("Lead", LastName="Hopper", Company="Navy", Email="grace@example.org")
    world.run()
    task = world.create_person("Task", Subject="Ring", WhoId=lead)
    world.switch("task")
    world.import_all(**KIND)
    assert world.is_linked("Task", task)


@pytest.mark.s("S96")
def test_logged_calls_come_as_calls_where_calls_sync(world: TaskWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    call = world.create_person("Task", Subject="Rang", WhoId=ada, TaskSubtype="Call")
    world.switch("task")
    assert world.import_all(**KIND)["reasons"] == {"pair_off": 1}
    world.switch("task", types={"call": "both"})
    world.import_all(**KIND)
    assert world.hubspot_of(call).object_type == "call"


@pytest.mark.s("S96")
def test_archived_tasks_come_too(world: TaskWorld) -> None:
    """Salesforce archives what was done over a year ago."""
    ada = world.syncing_person("ada@example.org")
    world.load(Side.SALESFORCE, [{"Subject": "Old", "WhoId": ada, "IsArchived": True, "Status": "Completed"}], "Task")
    world.switch("task")
    status = world.import_all(**KIND)
    assert (status["estimate"]["records"], counts(status)) == (1, {"total": 1, "created": 1})


def test_events_come_as_meetings_where_meetings_sync(world: TaskWorld) -> None:
    ada = world.syncing_person("ada@example.org")
    event = world.create_person("Event", Subject="Lunch", WhoId=ada, **MEETING)
    world.switch("task")
    refusal = ("not_possible", "the sync of events is switched off in settings/task")
    assert world.refused("start", kind="events") == refusal
    world.switch("task", types={"meeting": "both"})
    assert counts(world.import_all(kind="events")) == {"total": 1, "created": 1}
    assert world.hubspot_of(event).object_type == "meeting"


@pytest.mark.s("S95")
def test_while_tasks_do_not_sync_none_is_imported(world: TaskWorld) -> None:
    assert world.refused("start", **KIND) == ("not_possible", "the sync of tasks is switched off in settings/task")
    assert world.ask("status")["items"] == []


@pytest.mark.s("S75", "S96")
def test_six_hundred_tasks_cost_few_calls(world: TaskWorld) -> None:
    number = 600
    people = world.load_ids("Contact", [{"LastName": "Crowd", "Email": f"{n}@example.org"} for n in range(number)])
    world.import_all(kind="contacts")
    world.load(Side.SALESFORCE, [{"Subject": f"Task {n}", "WhoId": one} for n, one in enumerate(people)], "Task")
    world.run()
    world.switch("task")
    with world.counting() as calls:
        status = world.import_all(**KIND)
    assert status["counts"]["created"] == status["estimate"]["records"] == number
    assert calls.salesforce / number <= 0.03
    assert calls.total / number <= 0.06
    assert is_within(calls, status["estimate"]), (calls, status["estimate"])
    with world.counting() as afterwards:
        assert world.run() == {OutcomeName.ECHO: number}
    assert afterwards.total == 0
