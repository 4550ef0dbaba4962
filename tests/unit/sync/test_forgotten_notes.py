"""A task that was created for a note, and whose link was never stored, is found again by the note's day and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Millis, RecordRef, Side

from tests.unit.sync.activity_world import MORNING, ActivityWorld
from tests.unit.sync.forgotten import HOUR, created_unheard, resumed

WORDS = "<p>She likes <b>looms</b></p><p>of all kinds</p>"
MARK = {"field": "Type", "value": "Note"}


@pytest.fixture(params=["both", "off"])
def world(request: pytest.FixtureRequest) -> ActivityWorld:
    """`param`: the way of tasks."""
    return ActivityWorld({"note": "both", "task": request.param}, told_by={"note": MARK})


def forgotten(world: ActivityWorld, at: str = MORNING, after: Millis = 25 * HOUR) -> tuple[RecordRef, RecordRef]:
    """The note, and the task that was created for it."""
    note = world.log("note", hs_note_body=WORDS, hs_timestamp=at)
    soql = "SELECT+Id+FROM+Task+WHERE+Subject%3D'Note: She likes looms'"
    return RecordRef(Side.HUBSPOT, "note", note), created_unheard(world, soql, after)


def notes(world: ActivityWorld) -> list[str]:
    found = world.hubspot_user.send("GET", "/crm/v3/objects/notes").json()["results"]
    return sorted(str(one["id"]) for one in found)


@pytest.mark.parametrize("at", [MORNING, "2026-12-01T00:00:00.000Z", "2026-12-01T23:59:59.999Z"])
def test_a_day_later_the_note_is_found(world: ActivityWorld, at: str) -> None:
    world.log("note", hs_note_body="She likes mills")
    note, task = forgotten(world, at)
    resumed(world, task)
    before = notes(world)
    assert world.run_on()[OutcomeName.LINKED] == 1
    assert world.link_of(task).hubspot == note
    assert notes(world) == before


def test_both_in_one_batch_are_linked_once(world: ActivityWorld) -> None:
    note, task = forgotten(world, after=20 * HOUR)
    resumed(world, task, note)
    assert world.run_on()[OutcomeName.LINKED] == 1
    assert world.link_of(task).hubspot == note
    assert notes(world) == [note.id]


def _another_day(world: ActivityWorld, note: RecordRef) -> None:
    world.edit_activity("note", note.id, hs_timestamp="2026-12-04T09:30:00.000Z")


def _other_words(world: ActivityWorld, note: RecordRef) -> None:
    world.edit_activity("note", note.id, hs_note_body="<p>She likes looms no more</p>")


@pytest.mark.parametrize("changed", [_another_day, _other_words])
def test_a_note_of_another_day_or_of_other_words_is_not_it(
    world: ActivityWorld, changed: Callable[[ActivityWorld, RecordRef], None]
) -> None:
    note, task = forgotten(world)
    changed(world, note)
    resumed(world, task)
    assert world.work()[OutcomeName.CREATED] == 1
    assert world.link_of(task).hubspot != note


def test_another_worker_that_finds_the_pair_meanwhile_waits(world: ActivityWorld) -> None:
    """After this one looked for the task's link and for notes that show its id, before it reads those of the day."""
    note, task = forgotten(world, after=20 * HOUR)

    def find() -> None:
        resumed(world, note)
        assert world.work() == {OutcomeName.RETRY: 1}

    world.before(Side.HUBSPOT, "POST .*notes/search$", find)
    resumed(world, task)
    world.run_on()
    assert world.link_of(task).hubspot == note
    assert notes(world) == [note.id]
