"""After activities are linked each mapped field is edited on either side, whichever side they come from."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.feed_health import FeedState, LiveFeed
from crmsync.core.outcome import OutcomeName
from crmsync.core.pairs import PAIRS
from crmsync.core.poll_pace import STRETCHED
from crmsync.core.record import Side

from tests.unit.sync.activity_world import MORNING, ActivityWorld
from tests.unit.sync.sync_world import INVOCATION
from tests.unit.sync.test_feed_loss import lose
from tests.unit.sync.test_owner import DANA, DANA_THERE

pytestmark = pytest.mark.no_cover

Edit = tuple[str, str, str, Any]
"""The property, the field, and the value in HubSpot and in Salesforce."""

OWNER = ("hubspot_owner_id", "OwnerId", DANA, DANA_THERE)
DUE = ("hs_timestamp", "ActivityDate", "2026-12-24T00:00:00.000Z", "2026-12-24")
EDITS: dict[str, tuple[Edit, ...]] = {
    "task": (
        ("hs_task_subject", "Subject", "Edited", "Edited"),
        ("hs_task_body", "Description", "It smokes", "It smokes"),
        DUE,
        ("hs_task_status", "Status", "IN_PROGRESS", "In Progress"),
        ("hs_task_priority", "Priority", "HIGH", "High"),
        OWNER,
    ),
    "call": (
        ("hs_call_title", "Subject", "Edited", "Edited"),
        ("hs_call_body", "Description", "It smokes", "It smokes"),
        DUE,
        ("hs_call_direction", "CallType", "OUTBOUND", "Outbound"),
        ("hs_call_duration", "CallDurationInSeconds", "90000", 90),
        OWNER,
    ),
    "email": (
        ("hs_email_subject", "Subject", "Edited", "Edited"),
        ("hs_email_text", "Description", "It smokes", "It smokes"),
        DUE,
        OWNER,
    ),
    "meeting": (
        ("hs_meeting_title", "Subject", "Edited", "Edited"),
        ("hs_meeting_body", "Description", "It smokes", "It smokes"),
        ("hs_meeting_start_time", "StartDateTime", "2026-12-01T08:00:00.000Z", "2026-12-01T08:00:00.000+0000"),
        ("hs_meeting_end_time", "EndDateTime", "2026-12-01T15:00:00.000Z", "2026-12-01T15:00:00.000+0000"),
        ("hs_meeting_location", "Location", "Paris", "Paris"),
        OWNER,
    ),
    "note": (("hs_note_body", "Description", "It smokes", "It smokes"), DUE, OWNER),
}
BY_SALESFORCE = {("meeting", "hs_timestamp")}
"""HubSpot's timeline shows a meeting at its start, which another mapping carries back."""
END = "2026-12-01T12:00:00.000Z"
HERE: dict[str, dict[str, str]] = {
    "task": {"hs_task_subject": "Ring"},
    "call": {"hs_call_title": "Ring"},
    "email": {"hs_email_subject": "Ring", "hs_email_direction": "EMAIL"},
    "meeting": {"hs_meeting_title": "Ring", "hs_meeting_start_time": MORNING, "hs_meeting_end_time": END},
    "note": {"hs_note_body": "Ring"},
}
BY_POLL = {("email", "hs_email_subject")}
"""Of which HubSpot sends no changes.
https://developers.hubspot.com/docs/apps/legacy-apps/public-apps/create-generic-webhook-subscriptions
"""
THERE: dict[str, dict[str, str]] = {
    "task": {"Subject": "Ring"},
    "call": {"Subject": "Ring", "TaskSubtype": "Call"},
    "email": {"Subject": "Ring", "TaskSubtype": "Email"},
    "meeting": {"Subject": "Ring", "StartDateTime": MORNING, "EndDateTime": END},
    "note": {"Subject": "Ring", "Type": "Note"},
}

each_field = pytest.mark.parametrize(
    ("activity", "edit"),
    [pytest.param(name, edit, id=f"{name}-{edit[0]}") for name, edits in EDITS.items() for edit in edits],
)
either_birthplace = pytest.mark.parametrize("born", Side)


@pytest.fixture
def world() -> ActivityWorld:
    types = dict.fromkeys(EDITS, "both")
    return ActivityWorld(types, told_by={"note": {"field": "Type", "value": "Note"}})


def linked(world: ActivityWorld, activity: str, born: Side) -> tuple[str, str]:
    """The ids in HubSpot and in Salesforce."""
    if born is Side.HUBSPOT:
        there = world.log(activity, **HERE[activity])
        world.run()
        return there, world.salesforce_of(activity, there)
    record = world.create_person(next(iter(PAIRS[activity].salesforce_types)), **THERE[activity])
    world.run()
    return world.hubspot_of(record).id, record


@pytest.mark.parametrize("activity", EDITS)
def test_the_list_above_has_every_default(activity: str) -> None:
    named = {mapping.hubspot for mapping in PAIRS[activity].mappings}
    assert named == {hubspot for hubspot, *_ in EDITS[activity]} | {
        name for one, name in BY_SALESFORCE if one == activity
    }


@each_field
@either_birthplace
def test_an_edit_in_hubspot(world: ActivityWorld, activity: str, edit: Edit, born: Side) -> None:
    here, there = linked(world, activity, born)
    hubspot, salesforce, value, expected = edit
    assert world.person(there, salesforce) != expected
    world.edit_activity(activity, here, **{hubspot: value})
    if (activity, hubspot) in BY_POLL:
        assert world.run() == {}
        poll(world)
    world.run()
    assert world.person(there, salesforce) == expected
    assert world.parked() == []


@each_field
@either_birthplace
def test_an_edit_in_salesforce(world: ActivityWorld, activity: str, edit: Edit, born: Side) -> None:
    here, there = linked(world, activity, born)
    hubspot, salesforce, expected, value = edit
    assert world.activity(activity, here, hubspot) != expected
    world.edit_person(there, **{salesforce: value})
    assert world.run()[OutcomeName.UPDATED] == 1
    assert world.activity(activity, here, hubspot) == expected
    assert world.parked() == []


def test_a_subject_that_no_webhook_told_of_was_not_lost(world: ActivityWorld) -> None:
    """Only what webhooks do tell of makes them doubtful, so that polls look more often and an alarm rings."""
    here, there = linked(world, "email", Side.SALESFORCE)
    world.edit_activity("email", here, hs_email_subject="Edited")
    poll(world)
    assert world.person(there, "Subject") == "Edited"
    assert webhooks(world) is FeedState.HEALTHY
    world.edit_activity("email", here, hs_email_text="It smokes", hs_email_subject="Edited again")
    lose(world)
    poll(world)
    assert world.person(there, "Subject", "Description") == ("Edited again", "It smokes")
    assert webhooks(world) is FeedState.LOSSY


def poll(world: ActivityWorld) -> None:
    """When it is due although webhooks come in."""
    world.clock.advance(STRETCHED)
    assert world.product.poll(Side.HUBSPOT, world.clock.now() + INVOCATION, force=False).stopped == ""
    world.run()


def webhooks(world: ActivityWorld) -> FeedState:
    return world.product.feeds.of(LiveFeed.HUBSPOT_WEBHOOK).state(world.clock.now())
