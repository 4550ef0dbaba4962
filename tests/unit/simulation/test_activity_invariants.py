"""The invariants of activities can fail: a world at rest is disturbed in one way, and exactly that is told."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from crmsync.core.record import RecordRef, Side

from sandbox.simulation.activities import FORM, FORM_TIME, KINDS, Activities, Form
from sandbox.simulation.invariants import broken
from sandbox.simulation.people import Known, known_of
from sandbox.simulation.world import MINUTE, World
from tests.unit.simulation.worlds import calm_world, only_link

Disturb = Callable[[World], object]


@pytest.fixture
def world() -> World:
    """With a task that came to Salesforce, and a form that it was told of."""
    world = calm_world()
    world.activities.ways = {**dict.fromkeys(KINDS, "both"), FORM: "to_salesforce"}
    settings = {"enabled": True, "types": world.activities.ways}
    world.product.parameters.write("settings/task", json.dumps(settings))
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    link = only_link(world, Side.HUBSPOT)
    contact = link.hubspot.id
    world.crms.hubspot_user.edit(contact, {"city": "Bern"})
    world.scheduler.run_until(world.scheduler.now + MINUTE)
    _log(world.activities, world)
    known = Known(Side.HUBSPOT, "contact", contact)
    world.crms.hubspot_user.control("engage", {"contact": contact, "did": FORM, "name": "Form 0"})
    world.activities.forms["Form 0"] = Form(
        known, known_of(link.salesforce), FORM_TIME in only_link(world, Side.HUBSPOT).base
    )
    world.scheduler.run_until(world.scheduler.now + 6 * MINUTE)  # with a poll, which tells of what Salesforce filled
    return world


def _log(activities: Activities, world: World) -> None:
    values = {"hs_task_subject": "Activity 0", "hs_timestamp": "2026-12-01T09:30:00Z"}
    created = world.crms.hubspot_user.create(dict(values), "tasks")
    assert created is not None
    activities.named["Activity 0"] = ("task", RecordRef(Side.HUBSPOT, "task", created))


def task_id(world: World, subject: str) -> str:
    path = f"/services/data/v67.0/query?q=SELECT+Id+FROM+Task+WHERE+Subject%3D'{subject.replace(' ', '+')}'"
    return str(world.crms.salesforce_user.send("GET", path).json()["records"][0]["Id"])


def test_a_world_with_activities_comes_to_rest(world: World) -> None:
    assert broken(world) == []
    assert world.activities.forms["Form 0"].is_expected
    assert task_id(world, "Activity 0")
    assert task_id(world, "Form submitted: Form 0")


def double(world: World) -> None:
    world.crms.salesforce_user.create("Task", {"Subject": "Activity 0", "TaskSubtype": "Task"})


def lose(world: World) -> None:
    (link,) = [one for one in world.product.links.all() if one.hubspot.object_type == "task"]
    world.product.links.delete(link)


def tell_twice(world: World) -> None:
    world.crms.salesforce_user.create("Task", {"Subject": "Form submitted: Form 0"})


def tell_nothing(world: World) -> None:
    world.crms.salesforce_user.delete("Task", task_id(world, "Form submitted: Form 0"))


def change_company(world: World) -> None:
    person = only_link(world, Side.HUBSPOT).salesforce.id
    world.crms.salesforce_user.edit("Task", task_id(world, "Activity 0"), {"WhoId": person})


@pytest.mark.parametrize(
    ("disturb", "told"),
    [
        (double, "Activity 0 is 2 times in salesforce"),
        (lose, "never came to salesforce"),
        (tell_twice, "Form 0 was told 2 times"),
        (tell_nothing, "Form 0 was not told"),
        (change_company, "associated_person is salesforce#Contact#"),
    ],
)
def test_a_disturbed_world_is_told(world: World, disturb: Disturb, told: str) -> None:
    disturb(world)
    assert any(told in problem for problem in broken(world)), broken(world)
