"""What an administrator can hold back: all of it, writing, one object pair, one field."""

from __future__ import annotations

from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side

from tests.unit.sync.sync_world import SECOND, SyncWorld

MINUTE = 60 * SECOND


def test_a_paused_sync_parks_and_goes_on_where_it_stopped(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/global", {"paused": True})
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    with world.counting() as calls:
        assert world.run_on() == {}
    assert calls.total == 0
    assert {row.category for row in world.parked()} == {Category.PAUSED}
    assert "London" not in repr(world.parked())
    assert world.resume_parked(after=10 * MINUTE) == {}
    world.put("settings/global", {"paused": False})
    world.resume_parked(after=5 * MINUTE)
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert world.parked() == []


def test_a_dry_run_reads_and_writes_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/global", {"dry_run": True})
    world.product.calls.clear()
    world.edit_contact(pair.hubspot, city="London")
    world.create_contact(email="new@example.org", lastname="New")
    assert world.run()[OutcomeName.DRY_RUN] == 2
    assert not [call for call in world.product.calls if "sobjects" in call or "create" in call or "update" in call]
    assert world.person(pair.salesforce, "MailingCity") is None
    assert world.people_of("new@example.org") == []
    assert "dry run: would write 1 value to Salesforce" in world.reasons().values()
    assert world.link_of(pair.contact).lease is None


def test_a_dry_run_holds_nobody_back_afterwards(world: SyncWorld) -> None:
    """What it looked at syncs with the next change, before its row is resumed."""
    world.put("settings/global", {"dry_run": True})
    contact = world.create_contact(email="new@example.org", lastname="New")
    world.run()
    world.put("settings/global", {"dry_run": False})
    world.edit_contact(contact, city="London")
    assert world.run()[OutcomeName.CREATED] == 1
    world.resume_parked(after=5 * MINUTE)
    assert world.parked() == []


def test_no_crm_is_called_by_any_function_while_paused(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/global", {"paused": True})
    world.edit_contact(pair.hubspot, city="London")
    with world.counting() as calls:
        for _ in range(30):
            world.clock.advance(5 * MINUTE)
            world.run_on()
            for side in Side:
                world.product.poll(side, world.clock.now() + MINUTE)
            for round_of in (world.product.guard, world.product.resume, world.product.refresh, world.product.flush):
                round_of()
    assert calls.total == 0
    world.put("settings/global", {"paused": False})
    world.product.resume()
    world.run_on()
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_a_pair_that_is_off_costs_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    world.put("settings/contact", {"enabled": False})
    with world.counting() as calls:
        world.edit_contact(pair.hubspot, city="London")
        assert world.run() == {OutcomeName.SKIPPED: 1}
    assert calls.total == 0
    assert world.reasons()[pair.contact.key] == "pair_off"


def test_a_field_that_does_not_sync_stays_on_its_side(world: SyncWorld) -> None:
    world.set_rule("jobtitle", "Title", "dont_sync")
    pair = world.linked(jobtitle="Countess")
    assert world.person(pair.salesforce, "Title") is None
    with world.counting() as calls:
        world.edit_person(pair.salesforce, Title="Lady")
        world.edit_contact(pair.hubspot, jobtitle="Queen")
        world.run()
    assert calls.total == 0


def test_a_rule_that_is_switched_on_writes_nothing_of_before(world: SyncWorld) -> None:
    """Its base is seeded silently; later changes travel."""
    world.set_rule("jobtitle", "Title", "dont_sync")
    pair = world.linked(jobtitle="Countess")
    world.set_rule("jobtitle", "Title", "two_way")
    world.edit_contact(pair.hubspot, city="London")
    world.run()
    assert world.person(pair.salesforce, "Title") is None
    world.edit_contact(pair.hubspot, jobtitle="Queen")
    world.run()
    assert world.person(pair.salesforce, "Title") == "Queen"
