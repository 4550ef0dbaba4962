"""The invariants of notes, custom objects and campaigns can fail: a world at rest is disturbed in one way, and exactly
that is told.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crmsync.core.campaigns import MEMBER
from crmsync.core.link import Link
from crmsync.core.parked import Category, Parked
from crmsync.core.record import NewRecord, RecordRef, Side
from crmsync.ports.history import HistoryRow

from sandbox.simulation.campaign_forms import FORM_ID, JOINED
from sandbox.simulation.invariants import broken
from sandbox.simulation.notes import MARK, NOTE
from sandbox.simulation.people import Known
from sandbox.simulation.world import MINUTE, World
from tests.unit.simulation.worlds import calm_world, only_link

WITH_FORM = 4
"""A seed with a campaign that a form leads to."""


@pytest.fixture
def world() -> World:
    return calm_world()


@pytest.fixture
def with_notes(world: World) -> World:
    """With a note of HubSpot's that came to Salesforce."""
    world.notes.settings["told_by"] = {NOTE: MARK}
    world.activities.let_cross(NOTE, "both")
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    created = world.crms.hubspot_user.create(
        {"hs_note_body": "Note 0", "hs_timestamp": "2026-12-01T09:30:00Z"}, "notes"
    )
    world.notes.named["Note 0"] = RecordRef(Side.HUBSPOT, NOTE, str(created))
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    assert broken(world) == []
    return world


def told(world: World, words: str) -> bool:
    return any(words in problem for problem in broken(world))


def test_a_note_that_is_there_twice_is_told(with_notes: World) -> None:
    world = with_notes
    double = world.crms.salesforce_user.create("Task", {"Subject": "x", "Description": "Note 0\nvalue 1"}) or ""
    assert told(world, "Note 0 is 2 times in salesforce")
    world.crms.salesforce_user.delete("Task", double)
    double = world.crms.hubspot_user.create({"hs_note_body": "Note 0", "hs_timestamp": "2026-12-01"}, "notes") or ""
    assert told(world, "Note 0 is 2 times in hubspot")
    world.crms.hubspot_user.delete(double, "notes")
    assert broken(world) == []


def test_a_note_that_never_came_is_told_unless_it_was_retyped(with_notes: World) -> None:
    world = with_notes
    [link] = [one for one in world.product.links.all() if one.hubspot.object_type == NOTE]
    ref = world.notes.named["Note 0"] = RecordRef(Side.SALESFORCE, "Task", link.salesforce.id)
    world.product.links.delete(link)
    assert told(world, f"Note 0 ({ref.key}) never came to hubspot")
    world.notes.retyped.add(ref)
    assert not told(world, "never came")
    world.notes.retyped.clear()


def test_a_note_that_became_another_activity_is_told(with_notes: World) -> None:
    world = with_notes
    task = world.crms.hubspot_user.create({"hs_task_subject": "x", "hs_timestamp": "2026-12-01"}, "tasks") or ""
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    links = [one for one in world.product.links.all() if one.hubspot == RecordRef(Side.HUBSPOT, "task", task)]
    assert not told(world, "tells that it is a note")
    world.crms.salesforce_user.edit("Task", links[0].salesforce.id, {"Description": "Note 7"})
    assert told(world, f"{links[0].salesforce.key} tells that it is a note")


def campaigning() -> tuple[World, str]:
    """The id of the contact that came to Salesforce."""
    world = calm_world(WITH_FORM)
    assert world.forms.is_used
    return world, only_link(world, Side.HUBSPOT).hubspot.id


def submit(world: World, contact: str) -> None:
    world.activities.submit(Known(Side.HUBSPOT, "contact", contact), FORM_ID)
    world.forms.submitted.add(contact)
    world.scheduler.run_until(world.scheduler.now + 12 * MINUTE)


def take_out(world: World, contact: str) -> None:
    soql = f"SELECT+Id+FROM+CampaignMember+WHERE+CampaignId%3D'{world.campaigns.ids[JOINED]}'"
    [member] = world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}").json()["records"]
    world.crms.salesforce_user.delete("CampaignMember", member["Id"])
    world.scheduler.run_until(world.scheduler.now + 12 * MINUTE)


def forget(world: World, _: str) -> None:
    world.forms.submitted.clear()


@pytest.mark.parametrize(
    ("disturb", "words"), [(take_out, "submitted, and salesforce#"), (forget, "asked for nothing")]
)
def test_a_form_that_led_nowhere_and_a_member_whom_nothing_led_there_are_told(
    disturb: Callable[[World, str], None], words: str
) -> None:
    world, contact = campaigning()
    submit(world, contact)
    assert broken(world) == []
    disturb(world, contact)
    assert told(world, words)


def orphaned() -> tuple[World, Link]:
    """A person who joined by the form before the worker died, and whose contact was deleted before its next try; and
    the link with the contact that was made of them since.
    """
    world, contact = campaigning()
    submit(world, contact)
    former = only_link(world, Side.HUBSPOT)
    world.product.links.delete(former)
    world.crms.hubspot_user.delete(contact)
    world.crms.salesforce_user.edit("Contact", former.salesforce.id, {"Phone": "1"})
    world.scheduler.run_until(world.scheduler.now + 12 * MINUTE)
    link = world.product.links.find([former.salesforce])[former.salesforce]
    assert link.hubspot.id != contact
    return world, link


def never_ask(world: World, _: Link) -> None:
    world.forms.submitted.clear()


def join_late(world: World, link: Link) -> None:
    """When the one who asked was long gone."""
    take_out(world, link.hubspot.id)
    member = {"CampaignId": world.campaigns.ids[JOINED], "ContactId": link.salesforce.id}
    world.product.plain_crms.of(Side.SALESFORCE).create([NewRecord("1", MEMBER, member)])


def be_of_another(world: World, _: Link) -> None:
    """Who asked was linked with somebody else."""
    [asked] = world.forms.submitted
    contact, other = RecordRef(Side.HUBSPOT, "contact", asked), only_link(world, Side.SALESFORCE).salesforce
    world.product.history.add([HistoryRow(contact, other, 1, "1", "test", "link", ())])


def have_another_address(world: World, link: Link) -> None:
    world.crms.hubspot_user.edit(link.hubspot.id, {"email": "other@example.org"})


def test_who_joined_before_a_worker_died_may_be_another_contact_since() -> None:
    world, _ = orphaned()
    assert not told(world, "asked for nothing")


@pytest.mark.parametrize("disturb", [never_ask, join_late, be_of_another, have_another_address])
def test_a_member_is_told_whom_no_forerunner_led_there(disturb: Callable[[World, Link], None]) -> None:
    world, link = orphaned()
    disturb(world, link)
    assert told(world, f"{link.salesforce.key} was put into {JOINED}, and {link.hubspot.key} asked for nothing")


def test_a_custom_record_that_is_there_twice_or_nowhere_is_told() -> None:
    world = calm_world()
    world.pets.use()
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    world.pets.create()
    world.scheduler.run_until(world.scheduler.now + 12 * MINUTE)
    assert broken(world) == []
    world.product.plain_crms.of(Side.SALESFORCE).create([NewRecord("1", "Pet__c", {"Name": "Pet 0"})])
    assert told(world, "Pet 0 is 2 times in salesforce")
    world.merged["Pet 0"] += 1
    assert not told(world, "Pet 0 is 2 times")
    world.merged.clear()
    world.pets.names["Pet 9"] = Known(Side.HUBSPOT, world.pets.object_type, "999")
    assert told(world, "Pet 9 is not in salesforce")
    world.ended.add(world.pets.names["Pet 9"])
    assert not told(world, "Pet 9")


def test_a_custom_record_that_there_are_no_calls_for_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = calm_world()
    world.pets.use()
    world.scheduler.run_until(world.scheduler.now + 2 * MINUTE)
    world.pets.names["Pet 9"] = Known(Side.HUBSPOT, world.pets.object_type, "999")
    ref, now = RecordRef(*world.pets.names["Pet 9"]), world.scheduler.now
    world.product.parking.park([Parked(ref, Category.QUOTA, "no calls", "wait", now, next_try_at=now)])
    assert told(world, "Pet 9 is not in salesforce")
    monkeypatch.setattr(type(world.product), "free_calls", property(lambda _: lambda _class: 0))
    assert not told(world, "Pet 9 is not")
