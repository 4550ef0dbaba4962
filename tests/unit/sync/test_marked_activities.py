"""Tasks whose type an administrator tells by a field, where TaskSubtype does not: notes above all."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from tests.unit.sync.activity_world import DAY, ActivityWorld

CREATED = OutcomeName.CREATED
ALL = {"meeting": "both", "call": "both", "email": "both", "note": "both"}
NOTE = {"field": "Type", "value": "Note"}


def marked(types: dict[str, str] | None = None, **marks: dict[str, str]) -> ActivityWorld:
    return ActivityWorld(types or ALL, told_by={"note": NOTE, **marks})


def test_a_task_becomes_a_note_and_both_edit_it() -> None:
    world = marked()
    person = world.linked()
    task = world.create_person(
        "Task",
        Subject="Looms",
        Type="Note",
        Description="She likes looms",
        ActivityDate=DAY,
        WhoId=person.salesforce,
    )
    assert world.run()[CREATED] == 1
    note = world.hubspot_of(task)
    assert note.object_type == "note"
    assert world.activity("note", note.id, "hs_note_body", "salesforcetaskid") == ("She likes looms", task)
    assert world.related("note", note.id, "contact") == [person.hubspot]
    world.edit_activity("note", note.id, hs_note_body="<p>She likes <b>mills</b></p>")
    world.run()
    assert world.person(task, "Description", "Subject") == ("She likes mills", "Looms")
    world.edit_person(task, Description="She likes engines")
    world.run()
    assert world.activity("note", note.id, "hs_note_body") == "She likes engines"
    with world.counting() as calls:
        world.run()
    assert calls.total == 0


def test_a_note_of_hubspot_gets_the_mark() -> None:
    world = marked()
    note = world.log("note", hs_note_body="Looms")
    world.run()
    assert world.person(world.salesforce_of("note", note), "Type", "Subject") == ("Note", "Note: Looms")


def test_other_tasks_stay_tasks_and_a_subtype_goes_first() -> None:
    world = marked()
    plain = world.create_person("Task", Subject="To do", Type="Other")
    call = world.create_person("Task", Subject="Rang", TaskSubtype="Call", Type="Note")
    world.run()
    assert world.hubspot_of(plain).object_type == "task"
    assert world.hubspot_of(call).object_type == "call"


def test_a_call_that_another_tool_logged_without_its_subtype() -> None:
    world = marked(call={"field": "Type", "value": "Call"})
    call = world.create_person("Task", Subject="Rang", Type="Call")
    logged = world.log("call", hs_call_title="Rang back")
    world.run()
    assert world.hubspot_of(call).object_type == "call"
    task = world.salesforce_of("call", logged)
    assert world.person(task, "Type", "TaskSubtype") == ("Call", "Call")


@pytest.mark.parametrize("way", ["off", "to_salesforce"])
def test_notes_that_do_not_cross_are_no_tasks_either(way: str) -> None:
    world = marked({"note": way})
    world.create_person("Task", Subject="Looms", Type="Note")
    assert world.run()[CREATED] == 0


def test_a_poll_tells_them_too() -> None:
    world = marked()
    world.control(Side.SALESFORCE, "event_relay", {"bus": "relay", "entities": ["LeadChangeEvent"]})
    world.clock.advance(60_000)
    task = world.create_person("Task", Subject="Looms", Type="Note")
    world.clock.advance(600_000)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    assert world.run()[CREATED] == 1
    assert world.hubspot_of(task).object_type == "note"
