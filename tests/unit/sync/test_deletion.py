"""A record is deleted in one CRM: its counterpart is kept, or goes too where the setting says so, never by accident."""

from __future__ import annotations

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.sync_world import Pair, SyncWorld

ADDRESS = "ada@example.org"
SETTINGS = {Side.HUBSPOT: "on_hubspot_delete", Side.SALESFORCE: "on_salesforce_delete"}


def delete(world: SyncWorld, side: Side, pair: Pair) -> None:
    if side is Side.HUBSPOT:
        world.hubspot_user.delete(pair.hubspot)
    else:
        world.salesforce_user.delete("Contact", pair.salesforce)


def restore(world: SyncWorld, side: Side, pair: Pair) -> None:
    if side is Side.HUBSPOT:
        world.control(Side.HUBSPOT, "restore", {"id": pair.hubspot})
    else:
        world.control(Side.SALESFORCE, "undelete", {"ids": [pair.salesforce]})


def found(world: SyncWorld, side: Side, email: str = ADDRESS) -> list[str]:
    return world.contacts_of(email) if side is Side.HUBSPOT else world.people_of(email)


def set_to_delete(world: SyncWorld, side: Side) -> None:
    world.put("settings/contact", {SETTINGS[side]: "delete"})


def actions(world: SyncWorld, pair: Pair) -> list[str]:
    return [row.action.split()[0] for row in world.product.history.of(pair.contact, 100)]


@pytest.mark.parametrize("side", Side)
def test_the_counterpart_is_kept_and_costs_nothing(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    delete(world, side, pair)
    world.run_on()
    assert len(found(world, side.other)) == 1
    with world.counting() as calls:
        if side is Side.HUBSPOT:
            world.edit_person(pair.salesforce, Title="Countess")
        else:
            world.edit_contact(pair.hubspot, jobtitle="Countess")
        world.run_on()
    assert calls.total == 0
    assert found(world, side) == []
    assert actions(world, pair).count("gone") == 1


@pytest.mark.parametrize("side", Side)
def test_the_counterpart_goes_too_where_the_setting_says_so(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    set_to_delete(world, side)
    delete(world, side, pair)
    outcomes = world.run_on()
    assert outcomes[OutcomeName.DELETED] == 1
    assert found(world, side.other) == []
    assert sorted(actions(world, pair))[:3] == ["create", "delete", "gone"]
    rows = world.product.history.of(pair.contact, 100)
    deleted = next(row for row in rows if row.action.startswith("delete"))
    assert deleted.action == f"delete {(pair.person if side is Side.HUBSPOT else pair.contact).key}"
    assert deleted.cause == ("hubspot_webhook" if side is Side.HUBSPOT else "salesforce_change_event")
    assert world.parked() == []


@pytest.mark.parametrize("side", Side)
def test_the_echo_of_our_deletion_costs_nothing(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    set_to_delete(world, side)
    delete(world, side, pair)
    with world.counting() as calls:
        world.run_on()
    assert calls.total <= 5, "one read a side, the bin, namesakes, and the deletion"


def test_the_other_setting_deletes_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    set_to_delete(world, Side.HUBSPOT)
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]


def test_what_was_deleted_before_the_setting_stays(world: SyncWorld) -> None:
    pair = world.linked()
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    set_to_delete(world, Side.SALESFORCE)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]


def test_what_somebody_edits_meanwhile_is_kept(world: SyncWorld) -> None:
    pair = world.linked()
    set_to_delete(world, Side.SALESFORCE)
    delete(world, Side.SALESFORCE, pair)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]
    assert "counterpart_edited" in world.reasons().values()


def test_a_record_that_cannot_be_seen_is_not_deleted(world: SyncWorld) -> None:
    """A sharing rule hides it; the edit makes crmsync look."""
    pair = world.linked()
    set_to_delete(world, Side.SALESFORCE)
    org = world.salesforce.simulator.org  # type: ignore[attr-defined]
    org.store.table(org.schema.find("Contact")).remove(pair.salesforce)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]
    assert world.link_of(pair.contact).states == {}


@pytest.mark.parametrize("reads_survivor", [True, False])
@pytest.mark.parametrize("sends_deletion", [True, False])
@pytest.mark.parametrize("creates_record", [True, False])
def test_a_merge_in_hubspot_deletes_nobody(
    world: SyncWorld, reads_survivor: bool, sends_deletion: bool, creates_record: bool
) -> None:
    pair = world.linked()
    set_to_delete(world, Side.HUBSPOT)
    switches = {
        "merged_id_reads_survivor": reads_survivor,
        "merge_sends_deletion": sends_deletion,
        "merge_creates_record": creates_record,
    }
    assert switches.keys() <= set(dir(HubspotSettings()))
    world.control(Side.HUBSPOT, "settings", switches)
    other = world.create_contact(lastname="Other")
    world.run()
    survivor = world.hubspot_user.merge(other, pair.hubspot) or ""
    world.run_on()
    world.edit_contact(survivor, jobtitle="Countess")
    world.run_on()
    assert found(world, Side.SALESFORCE) == [pair.salesforce]
    assert world.link_of(pair.person).hubspot.id == survivor
    assert world.person(pair.salesforce, "Title") == "Countess"


def test_a_merge_in_salesforce_and_a_conversion_delete_nobody(world: SyncWorld) -> None:
    pair, lead = world.linked(), world.linked("lea@example.org", "Lead")
    set_to_delete(world, Side.SALESFORCE)
    master = world.create_person(LastName="Master")
    world.control(Side.SALESFORCE, "merge", {"object": "Contact", "master": master, "losers": [pair.salesforce]})
    world.control(Side.SALESFORCE, "convert", {"lead": lead.salesforce})
    world.run_on()
    assert world.contact(pair.hubspot, "email") == ADDRESS
    assert world.contact(lead.hubspot, "email") == "lea@example.org"


def test_a_namesake_takes_the_place_of_a_deleted_duplicate(world: SyncWorld) -> None:
    """Whoever cleans up duplicates and keeps the one that was not linked must not lose the person."""
    pair = world.linked()
    set_to_delete(world, Side.SALESFORCE)
    other = world.create_person(LastName="Lovelace", Email=ADDRESS, Title="Countess")
    world.run_on()
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]
    assert world.link_of(pair.contact).salesforce.id == other
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"


def test_a_deletion_that_fails_is_tried_again(world: SyncWorld) -> None:
    pair = world.linked()
    set_to_delete(world, Side.SALESFORCE)
    world.fault(Side.HUBSPOT, "status", "batch/archive")
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    assert found(world, Side.HUBSPOT) == []
    assert world.parked() == []


@pytest.mark.parametrize("side", Side)
def test_a_deletion_without_answer_is_noted_as_ours(world: SyncWorld, side: Side) -> None:
    pair = world.linked()
    set_to_delete(world, side)
    world.fault(side.other, "drop_response", "batch/archive" if side is Side.SALESFORCE else "composite/sobjects")
    delete(world, side, pair)
    world.run_on()
    assert found(world, side.other) == []
    assert actions(world, pair).count("delete") == 1


@pytest.mark.parametrize("side", Side)
def test_what_is_back_syncs_from_where_it_stood(world: SyncWorld, side: Side) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked(jobtitle="Countess")
    delete(world, side, pair)
    world.run_on()
    if side is Side.SALESFORCE:
        world.edit_contact(pair.hubspot, jobtitle="Queen")
    else:
        world.edit_person(pair.salesforce, Title="Queen")
    world.run_on()
    restore(world, side, pair)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "Queen"
    assert actions(world, pair).count("back") == 1
    assert found(world, Side.HUBSPOT) == [pair.hubspot]
    assert found(world, Side.SALESFORCE) == [pair.salesforce]


@pytest.mark.parametrize("side", Side)
def test_a_deletion_and_its_restoring_in_one_batch_bring_it_back(world: SyncWorld, side: Side) -> None:
    """After an edit of the survivor had been the first to tell of the deletion, so that the link rests already."""
    world.set_rule("jobtitle", "Title", "two_way")
    pair = world.linked()
    delete(world, side, pair)
    if side is Side.SALESFORCE:
        world.edit_contact(pair.hubspot, jobtitle="Queen")
    else:
        world.edit_person(pair.salesforce, Title="Queen")
    survivors = world.gateways[side.other].simulator
    for delivery in survivors.take_due():
        survivors.settle(delivery, world.product.receive(delivery))
    world.work()
    restore(world, side, pair)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "Queen"


@pytest.mark.parametrize("side", Side)
def test_the_counterpart_of_what_is_back_is_made_anew_when_we_had_deleted_it(world: SyncWorld, side: Side) -> None:
    pair = world.linked(city="Paris")
    set_to_delete(world, side)
    delete(world, side, pair)
    world.run_on()
    restore(world, side, pair)
    world.run_on()
    [anew] = found(world, side.other)
    link = world.link_of(pair.contact if side is Side.HUBSPOT else pair.person)
    assert link.ref(side.other).id == anew
    assert anew not in {pair.hubspot, pair.salesforce}
    assert world.parked() == []


def test_a_poll_brings_back_what_no_event_told_of(world: SyncWorld) -> None:
    pair = world.linked()
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    restore(world, Side.SALESFORCE, pair)
    world.run_on()
    world.control(Side.SALESFORCE, "events/chaos", {})
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    world.clock.advance(60_000)
    world.product.poll(Side.SALESFORCE, world.clock.now() + 60_000)
    world.run_on()
    assert world.link_of(pair.contact).states == {}


def test_a_person_who_is_entered_anew_takes_the_link_over(world: SyncWorld) -> None:
    pair = world.linked()
    delete(world, Side.HUBSPOT, pair)
    world.run_on()
    anew = world.create_contact(email=ADDRESS, lastname="Lovelace", city="London")
    world.run_on()
    assert world.link_of(pair.person).hubspot.id == anew
    assert world.person(pair.salesforce, "MailingCity") == "London"
    assert world.parked() == []


def test_a_dry_run_deletes_nothing(world: SyncWorld) -> None:
    pair = world.linked()
    set_to_delete(world, Side.SALESFORCE)
    world.put("settings/global", {"dry_run": True})
    delete(world, Side.SALESFORCE, pair)
    world.run_on()
    assert found(world, Side.HUBSPOT) == [pair.hubspot]
    assert world.link_of(pair.contact).states == {}


def test_what_a_write_without_answer_overruled_is_told_of_a_record_that_was_deleted_since(world: SyncWorld) -> None:
    """A person may take the record back, and then misses the value."""
    world.set_rule("jobtitle", "Title", "always_salesforce")
    pair = world.linked("lea@example.org", "Lead", Title="Countess")
    world.fault(Side.HUBSPOT, "drop_response", "batch/update")
    world.edit_contact(pair.hubspot, jobtitle="Queen")
    world.run()
    world.hubspot_user.delete(pair.hubspot)
    world.run_on()
    restore(world, Side.HUBSPOT, pair)
    world.run_on()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert ("Queen", True) in {(entry.old, entry.overruled) for entry in world.history(pair.contact)}
