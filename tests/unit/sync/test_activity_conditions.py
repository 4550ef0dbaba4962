"""Which tasks and which events sync at all: a condition for each object."""

from __future__ import annotations

import json

from tests.unit.sync.activity_world import MORNING, ActivityWorld
from tests.unit.sync.sync_world import salesforce_ref

NOON = "2026-12-01T12:00:00.000Z"
ALL = {"meeting": "both", "call": "both"}
CONDITIONS = {"Task": "Priority = 'High'", "Event": "Location = 'London'"}


def test_events_have_their_own() -> None:
    world = ActivityWorld(ALL, salesforce_filter=CONDITIONS)
    near, far = (event(world, place) for place in ("London", "Paris"))
    calls = [world.create_person("Task", Subject="Rang", TaskSubtype="Call", Priority=one) for one in ("High", "Low")]
    world.run()
    assert world.hubspot_of(near).object_type == "meeting"
    assert world.hubspot_of(calls[0]).object_type == "call"
    assert not world.product.links.find([salesforce_ref(far), salesforce_ref(calls[1])])


def test_one_that_salesforce_refuses_is_refused() -> None:
    world = ActivityWorld(ALL)
    document = {"enabled": True, "types": ALL, "salesforce_filter": {"Event": "Priority = 'High'"}}
    world.product.parameters.write("settings/task", json.dumps(document))
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place) == ("settings/task", "/salesforce_filter")


def event(world: ActivityWorld, place: str) -> str:
    times = {"StartDateTime": MORNING, "EndDateTime": NOON}
    return world.create_person("Event", Subject="Mill", Location=place, **times)
