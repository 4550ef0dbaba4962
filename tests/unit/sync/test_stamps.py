"""What crmsync writes about the sync itself on the HubSpot record: people list what did not sync, and why."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.own_properties import STAMPED
from crmsync.core.pairs import PAIRS
from crmsync.core.record import Side
from crmsync.core.stamps import NOT_COMPARED

from sandbox.salesforce.settings import SalesforceSettings
from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

pytestmark = pytest.mark.no_cover

FIVE_MINUTES = 300 * SECOND
ADA = "ada@example.org"


@pytest.fixture
def world() -> SyncWorld:
    world = SyncWorld()
    add_own_properties(world.hubspot_user)
    world.read_schemas()
    return world


def flush(world: SyncWorld) -> None:
    world.clock.advance(FIVE_MINUTES)
    world.product.flush()


def pending(world: SyncWorld) -> int:
    return sum(len(sheet.stamps) for sheet in world.product.stamps.all())


def status(world: SyncWorld, contact: str) -> tuple[str | None, str | None]:
    shown: tuple[str | None, str | None] = world.contact(contact, "crmsync_status", "crmsync_error")
    return shown


def test_what_is_not_compared_is_a_stamp_of_every_pair() -> None:
    assert all({own.name for own in pair.stamps} >= NOT_COMPARED for pair in PAIRS.values())


def test_a_contact_made_from_salesforce_is_stamped_by_its_creation(world: SyncWorld) -> None:
    person = world.create_person("Lead", Email=ADA, LastName="Lovelace", Company="Analytical")
    with world.counting() as calls:
        world.run()
        (contact,) = world.contacts_of(ADA)
    assert calls.total <= 6
    assert pending(world) == 0
    names = ("salesforceleadid", "salesforcecontactid", "imported_from_salesforce", "crmsync_status")
    assert world.contact(contact, *names) == (person, None, "true", "in_sync")
    assert world.contact(contact, "crmsync_link") == f"{SalesforceSettings().instance_url}/{person}"
    assert world.contact(contact, "salesforcelastsynctime") is not None


def test_a_contact_of_hubspot_is_stamped_by_the_next_flush(world: SyncWorld) -> None:
    pair = world.linked()
    assert world.contact(pair.hubspot, "salesforcecontactid") is None
    with world.counting() as calls:
        flush(world)
    assert (calls.hubspot, calls.salesforce) == (1, 0)
    names = ("salesforcecontactid", "imported_from_salesforce", "crmsync_status", "crmsync_error")
    assert world.contact(pair.hubspot, *names) == (pair.salesforce, None, "in_sync", None)
    assert pending(world) == 0


def settled(world: SyncWorld) -> Pair:
    """Linked, looked at once more, and all stamps written: Salesforce chose an owner at the creation."""
    pair = world.linked()
    world.edit_person(pair.salesforce, Phone="1")
    world.run()
    flush(world)
    world.run()
    return pair


def test_salesforces_owner_shows(world: SyncWorld) -> None:
    pair = settled(world)
    owner = world.person(pair.salesforce, "OwnerId")
    assert owner
    assert world.contact(pair.hubspot, "salesforceownerid") == owner


def test_stamps_ride_on_a_write_that_is_made_anyway(world: SyncWorld) -> None:
    pair = settled(world)
    before = world.contact(pair.hubspot, "salesforcelastsynctime")
    with world.counting() as calls:
        world.edit_person(pair.salesforce, Title="Countess")
        world.run()
    assert calls.total == 3
    assert pending(world) == 0
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.contact(pair.hubspot, "salesforcelastsynctime") > before


def test_a_sync_that_changes_no_stamp_but_the_time_writes_none(world: SyncWorld) -> None:
    pair = settled(world)
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, city="London")
        world.run()
        flush(world)
    assert calls.total == 3
    assert pending(world) == 0


def test_stamps_are_no_changes(world: SyncWorld) -> None:
    """The simulator's app is subscribed to every property, these among them."""
    pair = world.linked()
    flush(world)
    with world.counting() as calls:
        assert set(world.run_on()) <= {OutcomeName.ECHO}
        world.product.poll(Side.HUBSPOT, world.clock.now() + FIVE_MINUTES)
        polled = calls
        assert set(world.run_on()) <= {OutcomeName.ECHO}
    assert (polled.hubspot, polled.salesforce) == (1, 0), "the poll's own call"
    written = {entry.field for entry in world.history(pair.contact)}
    assert written.isdisjoint(own.name for own in STAMPED)


def test_a_parked_field_shows_on_the_record_and_goes_away_when_mended(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", {
        "op": "add_validation_rule", "object": "Contact", "name": "NoCity", "message": "no such city",
        "field": "MailingCity", "operator": "equals", "value": "nowhere",
    })  # fmt: skip
    pair = world.linked()
    flush(world)
    world.run()
    world.edit_contact(pair.hubspot, city="nowhere")
    world.run_on()
    assert [row.category for row in world.parked()] == ["custom_code"]
    flush(world)
    shown, error = status(world, pair.hubspot)
    assert shown == "parked"
    assert error is not None
    assert "no such city" in error
    assert "nowhere" not in error
    world.run_on()
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    flush(world)
    assert status(world, pair.hubspot) == ("in_sync", None)
    assert world.parked() == []


def test_a_contact_that_cannot_be_created_shows_why(world: SyncWorld) -> None:
    world.control(Side.SALESFORCE, "schema", {
        "op": "add_validation_rule", "object": "Contact", "name": "NoLovelace", "message": "no such name",
        "field": "LastName", "operator": "equals", "value": "Lovelace",
    })  # fmt: skip
    contact = world.create_contact(email=ADA, lastname="Lovelace")
    world.run_on()
    flush(world)
    shown, error = status(world, contact)
    assert shown == "parked"
    assert "no such name" in str(error)
    world.edit_contact(contact, lastname="King")
    world.run_on()
    world.resume_parked()
    flush(world)
    assert status(world, contact) == ("in_sync", None)


def test_a_contact_that_does_not_sync_says_why(world: SyncWorld) -> None:
    contact = world.create_contact(lastname="Nobody")
    world.run()
    flush(world)
    shown, error = status(world, contact)
    assert shown == "not_synced"
    assert "e-mail address" in str(error)
    world.edit_contact(contact, email=ADA)
    world.run()
    flush(world)
    assert status(world, contact) == ("in_sync", None)


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_contact_outside_the_salesforce_filter_says_so_until_it_is_inside(world: SyncWorld, is_linked: bool) -> None:
    if is_linked:
        pair = world.linked(ADA)
        contact, person = pair.hubspot, pair.salesforce
    else:
        contact = world.create_contact(email=ADA, lastname="Lovelace")
        person = world.create_person(Email=ADA, LastName="Lovelace")
    world.edit_person(person, LeadSource="Other")
    world.put("settings/contact", {"salesforce_filter": "LeadSource != 'Other'"})
    world.edit_contact(contact, jobtitle="Countess")
    world.run()
    flush(world)
    shown, error = status(world, contact)
    assert shown == "not_synced"
    assert "does not meet the filter" in str(error)
    world.edit_person(person, LeadSource="Web")
    world.run()
    flush(world)
    assert status(world, contact) == ("in_sync", None)


def test_a_deleted_salesforce_record_is_told_and_an_undeleted_one_too(world: SyncWorld) -> None:
    pair = world.linked()
    flush(world)
    world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    flush(world)
    assert world.contact(pair.hubspot, "salesforcedeleted", "crmsync_status") == ("true", "not_synced")
    world.salesforce_user.restore(pair.salesforce)
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    flush(world)
    assert world.contact(pair.hubspot, "salesforcedeleted", "crmsync_status") == ("false", "in_sync")


@pytest.mark.s("S17")
def test_a_converted_lead_keeps_its_id_beside_the_contact_s(world: SyncWorld) -> None:
    pair = world.linked(object_type="Lead")
    flush(world)
    contact = world.salesforce_user.convert(pair.salesforce)
    world.run_on()
    flush(world)
    ids = world.contact(pair.hubspot, "salesforceleadid", "salesforcecontactid")
    assert ids == (pair.salesforce, contact)
    assert str(world.contact(pair.hubspot, "crmsync_link")).endswith(f"/{contact}")


def test_a_portal_without_the_properties_is_left_alone() -> None:
    world = SyncWorld()
    pair = world.linked()
    flush(world)
    assert world.contact(pair.hubspot, "salesforcecontactid") == pair.salesforce, "the connector's own is there"
    assert world.contact(pair.hubspot, "crmsync_status") is None


def test_a_property_that_was_deleted_meanwhile_does_not_hold_up_the_record(world: SyncWorld) -> None:
    pair = world.linked()
    world.control(Side.HUBSPOT, "schema", {"op": "remove_field", "field": "salesforcelastsynctime"})
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.parked() == []
    flush(world)
    assert world.contact(pair.hubspot, "crmsync_status") == "in_sync"


def test_a_flush_that_meets_an_outage_loses_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    world.fault(Side.HUBSPOT, "status", "batch/update")
    flush(world)
    assert world.contact(pair.hubspot, "crmsync_status") is None
    flush(world)
    assert world.contact(pair.hubspot, "crmsync_status") == "in_sync"


def test_nothing_is_flushed_while_paused(world: SyncWorld) -> None:
    world.linked()
    world.put("settings/global", {"paused": True})
    with world.counting() as calls:
        flush(world)
    assert calls.total == 0
    assert pending(world) == 1


def test_a_burst_is_flushed_a_few_calls_a_round(world: SyncWorld) -> None:
    for number in range(2_050):
        world.hubspot_user.create({"lastname": f"Name {number}"})
    world.run_on()
    for calls_left in (20, 1, 0):
        with world.counting() as calls:
            flush(world)
        assert calls.total <= calls_left
    assert pending(world) == 0


def test_an_older_stamp_that_waits_does_not_mix_with_a_newer_one(world: SyncWorld) -> None:
    """Both go in one flush: the record is in sync, and the error of before is not to be seen."""
    contact = world.create_contact(email=ADA, lastname="Lovelace")
    world.control(Side.SALESFORCE, "limits", {"daily_used": 100, "daily_max": 100})
    world.run_on()
    world.control(Side.SALESFORCE, "limits", {"daily_used": 0, "daily_max": 100_000})
    assert [row.category for row in world.parked()] == ["quota"]
    world.product.refresh()
    world.resume_parked(after=FIVE_MINUTES)
    assert pending(world) == 2
    flush(world)
    assert status(world, contact) == ("in_sync", None)
