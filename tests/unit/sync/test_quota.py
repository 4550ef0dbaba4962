"""At the cap nothing is lost: parked, and resumed without anyone's help."""

from __future__ import annotations

import pytest
from crmsync.core.call_counters import next_day_start
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.ports.crm import Look

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


def test_what_waits_for_calls_goes_on_waiting_when_a_worker_died_over_a_change_of_something_else(
    world: SyncWorld,
) -> None:
    cap(world, Side.HUBSPOT, 0)
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    world.run_on()
    (row,) = world.parked()
    now = world.clock.now()
    world.send(Change(row.ref, ChangeKind.UPDATE, now, "test", fields={"AssistantName": now}, crashes=1))
    assert world.run_on() == {OutcomeName.SKIPPED: 1}
    assert [one.ref.id for one in world.parked()] == [person]
    cap(world, Side.HUBSPOT, 100)
    world.resume_parked(after=MINUTE)
    assert len(world.contacts_of("ada@example.org")) == 1
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


@pytest.mark.s("S83")
def test_a_calendar_day_opens_at_midnight_of_its_time_zone(world: SyncWorld) -> None:
    """Midnight in Kiritimati is ten hours into the day of UTC; what waited goes on within minutes of it."""
    pair = world.linked()
    limit = {"daily_limit": world.spent(Side.SALESFORCE), "window": "calendar", "time_zone": "Pacific/Kiritimati"}
    world.put("quota/salesforce", limit)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    opens = next_day_start(world.clock.now(), "Pacific/Kiritimati")
    for before in (12 * 60 * MINUTE, MINUTE):
        world.clock.advance(max(0, opens - before - world.clock.now()))
        world.product.resume()
        world.run()
        assert world.person(pair.salesforce, "MailingCity") is None
    world.clock.advance(opens + MINUTE - world.clock.now())
    world.product.resume()
    world.run()
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


@pytest.mark.s("S81", "S82")
def test_others_calls_are_theirs_until_the_vendor_has_none_left(world: SyncWorld) -> None:
    """The limit is on crmsync's calls; those of others count only in what the vendor leaves to all."""
    pair = world.linked()
    world.put("quota/salesforce", {"daily_limit": 500})
    used = world.spent(Side.SALESFORCE)
    world.control(Side.SALESFORCE, "limits", {"daily_max": 100_000, "daily_used": 60_000})
    world.product.refresh()
    assert world.spent(Side.SALESFORCE) <= used + 1
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"

    world.control(Side.SALESFORCE, "limits", {"daily_max": 100_000, "daily_used": 100_000})
    world.clock.advance(15 * MINUTE)
    world.product.refresh()
    world.edit_contact(pair.hubspot, zip="8049")
    world.run_on()
    (row,) = world.parked()
    assert row.category == Category.QUOTA
    world.control(Side.SALESFORCE, "limits", {"daily_max": 100_000, "daily_used": 10})
    for _ in range(4):
        world.clock.advance(15 * MINUTE)
        world.product.refresh()
        world.product.resume()
        world.run_on()
    assert world.person(pair.salesforce, "MailingPostalCode") == "8049"
    assert world.parked() == []


@pytest.mark.s("S83")
def test_at_the_cap_nothing_is_lost_and_it_goes_on_by_itself(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(8)]
    cap(world, Side.SALESFORCE, 3)
    for number, pair in enumerate(pairs):
        world.edit_contact(pair.hubspot, city=f"Town {number}")
        world.run_on()
    assert world.parked()
    for _ in range(30):
        world.clock.advance(60 * MINUTE)
        world.product.resume()
        world.run_on()
    assert [world.person(pair.salesforce, "MailingCity") for pair in pairs] == [f"Town {n}" for n in range(8)]
    assert world.parked() == []


def test_a_smaller_edition_of_hubspot_is_called_at_its_own_pace(world: SyncWorld) -> None:
    """100 calls in ten seconds: after the first answer no worker runs into a refusal any more."""
    world.control(Side.HUBSPOT, "settings", {"ten_secondly_limit": 100})
    world.linked()
    world.clock.advance(2 * MINUTE)
    gate = world.product.gate("sync_records").open(CallClass.LIVE)
    for number in range(150):
        found = gate.hubspot.look(Look(emails=(f"nobody{number}@example.org",), fields={"contact": ("email",)}))
        assert list(found.matches.values()) == [()]
    gate.close()
    assert gate.hubspot.daily_usage()[0] > 0
