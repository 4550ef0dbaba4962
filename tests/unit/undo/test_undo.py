"""What crmsync wrote is put back where it still stands, and nothing follows from that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from crmsync.core.long_value import shorten
from crmsync.core.reasons import Reason
from crmsync.core.record import Side

from tests.unit.reconcile.reconcile_world import ReconcileWorld
from tests.unit.sync.sync_world import Pair


@pytest.fixture
def world() -> ReconcileWorld:
    world = ReconcileWorld()
    world.set_rule("jobtitle", "Title", "two_way")
    return world


def undo(world: ReconcileWorld, **args: Any) -> dict[str, Any]:
    answer = world.product.reconciles.undo(world.product.history, **args)
    assert answer["ok"], answer["error"]
    result: dict[str, Any] = answer["result"]
    return result


def undone(world: ReconcileWorld, **args: Any) -> None:
    assert undo(world, **args)["enqueued"] >= 1
    world.run()


def shown(world: ReconcileWorld, pair: Pair) -> tuple[str | None, str | None]:
    return world.contact(pair.hubspot, "jobtitle"), world.person(pair.salesforce, "Title")


def overwritten(world: ReconcileWorld) -> Pair:
    """Analyst on both sides; then Countess in Salesforce, which crmsync wrote to HubSpot."""
    pair = world.linked(jobtitle="Analyst")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    assert shown(world, pair) == ("Countess", "Countess")
    return pair


def test_the_last_write_to_a_record_is_put_back_and_stays(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    undone(world, hubspot_id=pair.hubspot)
    assert shown(world, pair) == ("Analyst", "Countess")
    (last, *_) = world.history(pair.contact)
    assert (last.side, last.field, last.old, last.new) == (Side.HUBSPOT, "jobtitle", "Countess", "Analyst")
    assert last.reason == Reason.UNDONE
    assert world.reconcile()["drift"] == []
    assert shown(world, pair) == ("Analyst", "Countess")


def test_afterwards_both_sides_sync_on(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    undone(world, salesforce_id=pair.salesforce)
    world.edit_person(pair.salesforce, Title="Duchess")
    world.run()
    assert shown(world, pair) == ("Duchess", "Duchess")


def test_the_same_undo_again_does_nothing(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    undone(world, hubspot_id=pair.hubspot)
    rows = len(world.product.history.all())
    assert undo(world, hubspot_id=pair.hubspot, preview=True)["kept"] == {"changed_since": 1}
    undone(world, hubspot_id=pair.hubspot)
    assert shown(world, pair) == ("Analyst", "Countess")
    assert len(world.product.history.all()) == rows


def test_what_somebody_changed_since_is_theirs(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    world.edit_contact(pair.hubspot, jobtitle="Poet")
    told = undo(world, hubspot_id=pair.hubspot, preview=True)
    assert (told["would_change"], told["kept"]) == (0, {"changed_since": 1})
    undone(world, hubspot_id=pair.hubspot)
    assert world.contact(pair.hubspot, "jobtitle") == "Poet"


def test_a_preview_writes_nothing(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    with world.counting() as calls:
        told = undo(world, hubspot_id=pair.hubspot, preview=True)
    assert (calls.hubspot, calls.salesforce) == (1, 1)
    assert told["fields"] == [{"field": "jobtitle", "side": "hubspot", "values": 1}]
    assert told["examples"] == [pair.contact.key]
    assert world.waiting() == 0
    assert shown(world, pair) == ("Countess", "Countess")


def test_everything_since_a_time_goes_back_over_several_writes(world: ReconcileWorld) -> None:
    pair = world.linked(jobtitle="Analyst")
    other = world.linked(email="mary@example.org", jobtitle="Writer")
    world.clock.advance(60_000)
    since = world.clock.now()
    for title in ("Countess", "Duchess"):
        world.edit_person(pair.salesforce, Title=title)
        world.run()
    world.edit_contact(other.hubspot, jobtitle="Novelist")
    world.run()
    assert undo(world, since=since) == {"enqueued": 2, "next": None}
    world.run()
    assert shown(world, pair) == ("Analyst", "Duchess")
    assert shown(world, other) == ("Novelist", "Writer")


def test_a_value_of_somebody_s_between_two_writes_is_what_is_put_back(world: ReconcileWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_salesforce")
    pair = world.linked(jobtitle="Analyst")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    since = world.clock.now() - 10_000
    world.edit_contact(pair.hubspot, jobtitle="Poet")
    world.run()
    assert shown(world, pair) == ("Countess", "Countess")
    undone(world, since=since)
    assert shown(world, pair) == ("Poet", "Countess")


def test_what_a_reconcile_wrote_goes_back_by_its_id(world: ReconcileWorld) -> None:
    drifted, other = world.linked_people(2)
    world.edit_unheard(drifted, Title="Countess")
    report = world.reconcile()
    world.lose_events()
    world.edit_unheard(other, Title="Duchess")
    world.reconcile()
    undone(world, job=report["round_id"])
    assert shown(world, drifted) == (None, "Countess")
    assert shown(world, other) == ("Duchess", "Duchess")


def test_many_values_may_be_cleared_by_it(world: ReconcileWorld) -> None:
    """The breaker of mass clears is against what nobody asked for."""
    world.put("settings/global", {"max_clears_per_hour": 1})
    pairs = world.linked_people(3)
    for pair in pairs:
        world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    undone(world, since=world.clock.now() - 30_000)
    assert {shown(world, pair) for pair in pairs} == {(None, "Countess")}
    assert world.parked() == []


def test_a_creation_is_not_undone(world: ReconcileWorld) -> None:
    pair = world.linked(jobtitle="Analyst")
    assert undo(world, hubspot_id=pair.hubspot)["enqueued"] == 0
    assert undo(world, since=1)["enqueued"] == 0
    assert shown(world, pair) == ("Analyst", "Analyst")


def test_an_opt_out_is_not_taken_back(world: ReconcileWorld) -> None:
    pair = world.linked()
    world.edit_person(pair.salesforce, HasOptedOutOfEmail=True)  # type: ignore[arg-type]
    world.run()
    assert undo(world, hubspot_id=pair.hubspot)["enqueued"] == 0
    assert undo(world, since=1)["enqueued"] == 0
    assert world.person(pair.salesforce, "HasOptedOutOfEmail") is True
    assert world.contact(pair.hubspot, "hs_email_optout") == "true"


def test_a_long_value_that_was_not_kept_is_told(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    (row,) = [row for row in world.product.history.of(pair.contact, 10) if row.action == "update"]
    marked = tuple(replace(entry, old=shorten("x" * 200_000)) for entry in row.entries)
    world.product.history.add([replace(row, entries=marked)])
    told = undo(world, hubspot_id=pair.hubspot, preview=True)
    assert (told["would_change"], told["kept"]) == (0, {"too_long": 1})


def test_an_edit_that_comes_with_the_undo_is_synced_after_it(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    undo(world, hubspot_id=pair.hubspot)
    world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    assert shown(world, pair) == ("Analyst", "Countess")
    assert world.person(pair.salesforce, "MailingCity") == "London"


def test_what_a_master_leaves_blank_clears_nothing_though_an_undo_was_the_first_to_find_the_merge(
    world: ReconcileWorld,
) -> None:
    pair = world.linked(jobtitle="Analyst", city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    master = world.create_person(LastName="Master")
    world.control(Side.SALESFORCE, "events/chaos", {"lose": 1})
    world.control(Side.SALESFORCE, "merge", {"object": "Contact", "master": master, "losers": [pair.salesforce]})
    world.salesforce_user.edit("Contact", master, {"MailingCity": None})
    world.deliver()
    world.control(Side.SALESFORCE, "events/chaos", {})
    undone(world, hubspot_id=pair.hubspot)
    world.run_on()
    assert world.link_of(pair.contact).salesforce.id == master
    assert world.contact(pair.hubspot, "jobtitle") == "Analyst"
    world.edit_contact(pair.hubspot, phone="1")
    world.run_on()
    assert world.contact(pair.hubspot, "city") == "London"
    assert world.person(master, "MailingCity", "Phone") == ("London", "1")


def test_a_dry_run_writes_nothing(world: ReconcileWorld) -> None:
    pair = overwritten(world)
    world.put("settings/global", {"dry_run": True})
    undone(world, hubspot_id=pair.hubspot)
    assert shown(world, pair) == ("Countess", "Countess")


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"hubspot_id": "1", "job": "x"},
        {"hubspot_id": "one"},
        {"salesforce_id": "001"},
        {"since": "yesterday"},
        {"hubspot_id": "1", "preview": 1},
        {"hubspot_id": "1", "object": "invoice"},
    ],
)
def test_wrong_use(world: ReconcileWorld, args: dict[str, Any]) -> None:
    answer = world.product.reconciles.undo(world.product.history, **args)
    assert answer["error"]["code"] == "bad_arguments"
    assert world.waiting() == 0
