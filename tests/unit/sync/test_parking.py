"""What cannot sync goes on by itself when its cause is gone, and never stands in anybody's way."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from unittest.mock import Mock

import pytest
from crmsync.core.parked import WHOLE_RECORD, Category, Parked
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, SyncWorld

pytestmark = pytest.mark.no_cover

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
VISIBILITY = 360 * SECOND
HUBSPOT_RULE = {
    "op": "add_validation_rule",
    "object": "contact",
    "name": "Rule",
    "message": "not now",
    "field": "email",
    "operator": "is_not_blank",
    "value": "",
}


TRIES = [0, 7]
"""After so many the gap is half a day: it is the change of the org that is seen, within the hour."""


class KilledError(Exception):
    """The worker's process died."""


def schema(world: SyncWorld, op: str, field: str = "", **more: Any) -> None:
    world.control(Side.SALESFORCE, "schema", {"op": op, "object": "Contact", "field": field, **more})


def parked_field(world: SyncWorld) -> Parked:
    (row,) = world.parked()
    return row


def minutes_until_it_crossed(world: SyncWorld, person: str, field: str, value: str, most: int) -> int:
    """The scheduled functions, minute by minute."""
    for minute in range(most):
        if world.person(person, field) == value:
            return minute
        world.clock.advance(MINUTE)
        world.product.guard()
        world.product.resume()
        world.run()
    raise AssertionError(f"after {most} minutes: {world.parked()}")


def keep_failing(world: SyncWorld, tries: int) -> None:
    for _ in range(tries):
        row = parked_field(world)
        assert row.next_try_at is not None
        world.resume_parked(after=row.next_try_at - world.clock.now())


def test_a_row_goes_although_the_worker_that_mended_it_died_over_it(world: SyncWorld) -> None:
    """Its event equals what was committed; as an echo it would leave the row to its next try."""
    rule = {"name": "NoLondon", "message": "no such city", "operator": "equals", "value": "London"}
    schema(world, "add_validation_rule", "MailingCity", **rule)
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    assert parked_field(world).part == "city"
    world.edit_contact(pair.hubspot, city="Paris")
    world.deliver()
    parking = world.product.parking
    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        patch.setattr(parking, "clear", Mock(side_effect=KilledError))
        world.work()
    assert world.person(pair.salesforce, "MailingCity") == "Paris"
    assert parked_field(world).part == "city"
    world.clock.advance(VISIBILITY)
    world.run()
    assert world.parked() == []


# -- the cause is gone ----------------------------------------------------------------------------------------------


def test_a_permission_that_was_given(world: SyncWorld) -> None:
    """Fields that are read-only for us are no error; taken away after the schema was read, they are refused."""
    pair = world.linked()
    schema(world, "set_permission", "MailingCity", editable=False, readable=True)
    world.edit_contact(pair.hubspot, city="London", zip="8049")
    world.run()
    row = parked_field(world)
    assert (row.part, row.category) == ("city", Category.PERMISSIONS)
    assert "permission" in row.fix or "access" in row.fix
    assert world.person(pair.salesforce, "MailingPostalCode") == "8049"
    schema(world, "set_permission", "MailingCity", editable=True, readable=True)
    assert minutes_until_it_crossed(world, pair.salesforce, "MailingCity", "London", 70) <= 65
    assert world.parked() == []


def test_a_field_that_came_to_be_read_only_is_no_error_and_is_not_forgotten(world: SyncWorld) -> None:
    """Known to be read-only, it is let go; writable again, it crosses with whatever comes next."""
    pair = world.linked()
    schema(world, "set_permission", "MailingCity", editable=False, readable=True)
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    assert parked_field(world).part == "city"
    world.read_schemas()
    world.resume_parked(after=5 * MINUTE)
    assert world.parked() == []
    schema(world, "set_permission", "MailingCity", editable=True, readable=True)
    world.read_schemas()
    world.edit_contact(pair.hubspot, zip="8049")
    world.run()
    assert world.person(pair.salesforce, "MailingCity", "MailingPostalCode") == ("London", "8049")


@pytest.mark.parametrize("tries", TRIES)
def test_an_option_that_was_added(world: SyncWorld, tries: int) -> None:
    schema(world, "set_restricted", "Salutation", restricted=True)
    pair = world.linked()
    world.edit_contact(pair.hubspot, salutation="Countess")
    world.run()
    assert parked_field(world).category == Category.PROPERTY_VALUES
    keep_failing(world, tries)
    world.product.guard()
    schema(world, "add_picklist_value", "Salutation", value="Countess")
    assert minutes_until_it_crossed(world, pair.salesforce, "Salutation", "Countess", 70) <= 65
    assert world.parked() == []


@pytest.mark.parametrize(("tries", "least", "most"), [(0, 4, 10), (4, 1, 62), (9, 1, 62)])
def test_a_validation_rule_that_was_removed(world: SyncWorld, tries: int, least: int, most: int) -> None:
    """At first by its gap; when that has grown, by the change of the org's rules."""
    rule = {"name": "NoLondon", "message": "no such city", "operator": "equals", "value": "London"}
    schema(world, "add_validation_rule", "MailingCity", **rule)
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    keep_failing(world, tries)
    row = parked_field(world)
    assert (row.category, row.reason) == (Category.CUSTOM_CODE, "no such city")
    assert row.attempts == tries + 1
    world.product.guard()
    schema(world, "remove_validation_rule", name="NoLondon")
    assert minutes_until_it_crossed(world, pair.salesforce, "MailingCity", "London", most) >= least
    assert world.parked() == []


def test_rules_that_may_not_be_seen_leave_the_gaps(world: SyncWorld) -> None:
    rule = {"name": "NoLondon", "message": "no such city", "operator": "equals", "value": "London"}
    schema(world, "add_validation_rule", "MailingCity", **rule)
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    world.fault(Side.SALESFORCE, "status", "/tooling/", times=99, status=403)
    schema(world, "remove_validation_rule", name="NoLondon")
    assert minutes_until_it_crossed(world, pair.salesforce, "MailingCity", "London", 10) >= 4


def test_a_required_field_that_is_optional_again(world: SyncWorld) -> None:
    schema(world, "set_required", "Department", required=True)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    assert parked_field(world).category == Category.PROPERTY_VALUES
    assert "Department" in parked_field(world).reason
    schema(world, "set_required", "Department", required=False)
    for _ in range(7):
        world.clock.advance(MINUTE)
        world.product.resume()
        world.run()
    assert world.people_of("ada@example.org")
    assert world.parked() == []
    assert world.product.links.all()[0].hubspot.id == contact


def test_a_changed_field_needs_no_waiting(world: SyncWorld) -> None:
    schema(world, "set_restricted", "Salutation", restricted=True)
    pair = world.linked()
    world.edit_contact(pair.hubspot, salutation="Countess")
    world.run()
    world.edit_contact(pair.hubspot, salutation="Ms.")
    world.run()
    assert world.person(pair.salesforce, "Salutation") == "Ms."
    assert world.parked() == []


def test_the_gaps_grow_up_to_a_day(world: SyncWorld) -> None:
    rule = {"name": "NoLondon", "message": "no", "operator": "equals", "value": "London"}
    schema(world, "add_validation_rule", "MailingCity", **rule)
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    gaps = []
    for _ in range(11):
        row = parked_field(world)
        assert row.next_try_at is not None
        gaps.append((row.next_try_at - row.parked_at) // MINUTE)
        world.resume_parked(after=row.next_try_at - world.clock.now())
    assert gaps == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


# -- neighbours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_field", [True, False])
def test_one_bad_record_does_not_hold_up_ninety_nine_others(world: SyncWorld, is_field: bool) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(100)]
    world.edit_person(pairs[42].salesforce, Department="Nowhere")
    world.run()
    rule = {"name": "No", "message": "no such place", "operator": "equals", "value": "Nowhere"}
    schema(world, "add_validation_rule", "MailingCity" if is_field else "Department", **rule)
    for number, pair in enumerate(pairs):
        world.edit_contact(pair.hubspot, city="Nowhere" if number == 42 else "London")
    with world.counting() as calls:
        world.run_on()
    cities = [world.person(pair.salesforce, "MailingCity") for pair in pairs]
    assert cities == ["London"] * 42 + [None] + ["London"] * 57
    assert parked_field(world).ref.id == pairs[42].hubspot
    assert calls.total <= 5


# -- rows that are not needed any more --------------------------------------------------------------------------------


def test_a_row_from_before_the_link_goes_with_the_change_that_links(world: SyncWorld) -> None:
    schema(world, "set_required", "Department", required=True)
    contact = world.create_contact(email="ada@example.org", lastname="Lovelace")
    world.run()
    assert parked_field(world).ref.id == contact
    schema(world, "set_required", "Department", required=False)
    world.edit_contact(contact, city="London")
    world.run()
    assert world.people_of("ada@example.org")
    assert world.parked() == []


def test_a_row_of_salesforce_s_record_goes_too(world: SyncWorld) -> None:
    """It was parked under its own id while it had no link."""
    world.control(Side.HUBSPOT, "schema", HUBSPOT_RULE)
    person = world.create_person(LastName="Lovelace", Email="ada@example.org")
    world.run()
    assert parked_field(world).ref.id == person
    world.control(Side.HUBSPOT, "schema", {"op": "remove_validation_rule", "object": "contact", "name": "Rule"})
    world.edit_person(person, Title="Countess")
    world.run()
    assert world.contacts_of("ada@example.org")
    assert world.parked() == []


def test_the_row_of_a_killer_goes_when_it_comes_through_after_all(world: SyncWorld) -> None:
    pair = world.linked()
    world.edit_contact(pair.hubspot, city="London")
    world.deliver()
    parked_first: list[Parked] = []

    def die_unless_it_is_the_last_try() -> None:
        parked_first.extend(world.parked())
        if not parked_first:
            raise KilledError

    for _ in range(10):
        world.before(Side.HUBSPOT, ".", die_unless_it_is_the_last_try)
        with suppress(KilledError):
            world.work()
        world.product.interruptions[Side.HUBSPOT].clear()
        world.clock.advance(VISIBILITY)
    assert [row.category for row in parked_first] == [Category.UNAVAILABLE]
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []
    assert world.product.queue.dead == []


@pytest.mark.parametrize("side", list(Side))
def test_the_next_change_that_succeeds_takes_away_what_failed_too_often(world: SyncWorld, side: Side) -> None:
    """The record is in step, whatever the time of the row's next try."""
    pair = world.linked()
    path = "contacts/batch/update" if side is Side.HUBSPOT else "composite/sobjects"
    world.fault(side, "status", path, times=200, status=503)
    if side is Side.HUBSPOT:
        world.edit_person(pair.salesforce, Title="Countess")
    else:
        world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run_on()
    assert [row.part for row in world.parked()] == [WHOLE_RECORD]
    world.gateways[side].faults.clear()
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert (world.parked(), world.link_of(pair.contact).parked) == ([], ())
