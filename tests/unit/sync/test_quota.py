"""At the cap nothing is lost: parked, and resumed without anyone's help."""

from __future__ import annotations

import pytest
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, SyncWorld

DAY = 86_400 * SECOND
MINUTE = 60 * SECOND


def cap(world: SyncWorld, side: Side, left: int) -> None:
    """Leaves so many calls of the day."""
    world.put(f"quota/{side}", {"daily_limit": world.spent(side) + left})


@pytest.mark.parametrize("side", Side)
@pytest.mark.s("S80", "S83")
def test_an_exhausted_allocation_parks_and_resumes_when_it_is_raised(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    cap(world, side, 1)
    world.edit_contact(pair.hubspot, city="London")
    with world.counting() as calls:
        assert world.run_on()[OutcomeName.PARKED] == 1
    assert (calls.hubspot if side is Side.HUBSPOT else calls.salesforce) <= 1
    (row,) = world.parked()
    assert (row.category, row.part) == (Category.QUOTA, "record")
    assert row.next_try_at is not None
    cap(world, side, 100)
    world.resume_parked(after=MINUTE)
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


@pytest.mark.s("S83")
def test_it_resumes_by_itself_when_the_calls_of_yesterday_age_out(world: SyncWorld) -> None:
    pair = world.linked()
    cap(world, Side.SALESFORCE, 0)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    for _ in range(10):
        world.resume_parked(after=6 * 60 * MINUTE)
        if world.person(pair.salesforce, "MailingCity") == "London":
            return
    pytest.fail("it was never resumed")


def test_while_nothing_is_free_nothing_is_tried(world: SyncWorld) -> None:
    """The row is due soon all the same: a raised quota, or a vendor's higher limit, is seen within minutes."""
    pair = world.linked()
    cap(world, Side.SALESFORCE, 0)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    (row,) = world.parked()
    assert row.next_try_at is not None
    assert row.next_try_at - row.parked_at <= 5 * MINUTE
    with world.counting() as calls:
        for _ in range(3):
            assert world.resume_parked(after=5 * MINUTE) == {}
    assert calls.total == 0
    assert world.parked() == [row]


@pytest.mark.s("S80")
def test_the_cap_holds_for_a_whole_batch(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(10)]
    cap(world, Side.SALESFORCE, 2)
    for pair in pairs:
        world.edit_contact(pair.hubspot, city="London")
    with world.counting() as calls:
        world.run_on()
    assert calls.salesforce <= 2


@pytest.mark.s("S82")
def test_the_vendors_own_limit_parks_too(world: SyncWorld) -> None:
    """Other integrations have used it up."""
    pair = world.linked()
    world.control(Side.SALESFORCE, "limits", {"daily_max": 100, "daily_used": 100})
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    (row,) = world.parked()
    assert row.category == Category.QUOTA
    world.control(Side.SALESFORCE, "limits", {"daily_max": 100_000, "daily_used": 0})
    world.resume_parked()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_both_edits_of_a_pause_cross_afterwards(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    cap(world, Side.HUBSPOT, 0)
    world.edit_person(pair.salesforce, Title="of Salesforce", Phone="1")
    world.run_on()
    world.clock.advance(10 * SECOND)
    world.edit_contact(pair.hubspot, jobtitle="of HubSpot", city="London")
    world.run_on()
    cap(world, Side.HUBSPOT, 100)
    world.resume_parked(after=MINUTE)
    assert world.contact(pair.hubspot, "jobtitle", "phone") == ("of HubSpot", "1")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("of HubSpot", "London")


def test_bulk_stops_before_people_do(world: SyncWorld) -> None:
    """30 % of the allocation are kept from bulk work."""
    pair, other = world.linked(), world.linked("ben@example.org")
    used = max(world.spent(side) for side in Side)
    for side in Side:
        world.put(f"quota/{side}", {"daily_limit": (used + 2) * 10 // 9, "reserve": {"live": 30, "poll": 30}})
    world.send(Change(pair.contact, ChangeKind.LOOK, world.clock.now(), "resync", CallClass.BULK))
    assert world.run()[OutcomeName.PARKED] == 1
    world.put("quota/hubspot", {"daily_limit": 1_000})
    world.put("quota/salesforce", {"daily_limit": 1_000})
    world.edit_contact(other.hubspot, city="London")
    world.run()
    assert world.person(other.salesforce, "MailingCity") == "London"


def test_a_mapping_that_cannot_be_checked_yet_waits_and_makes_no_versions(world: SyncWorld) -> None:
    world.linked()
    cap(world, Side.SALESFORCE, 0)
    world.product.parameters.write("settings/contact", '{"create_in_salesforce": "lead"}')
    version = world.product.configuration.version
    for _ in range(3):
        world.clock.advance(MINUTE)
        world.product.guard()
    assert world.product.configuration.version == version
    assert world.product.configuration.pairs["contact"].settings.create_in_salesforce == "contact"
    world.product.parameters.write("quota/salesforce", '{"daily_limit": 1000}')
    for _ in range(2):
        world.clock.advance(MINUTE)
        world.product.guard()
    assert world.product.configuration.pairs["contact"].settings.create_in_salesforce == "lead"
