"""A resync of a mapping: what records hold since before the mapping, or its rule, was made, is put in step."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.record import Side
from crmsync.usecases.admin.back_fill_offers import back_fill_offers

from tests.unit.reconcile.reconcile_world import ReconcileWorld
from tests.unit.sync.sync_world import Pair


def resync(world: ReconcileWorld, **args: Any) -> dict[str, Any]:
    answer = world.product.reconciles.resync(object="contact", **args)
    assert answer["ok"], answer["error"]
    result: dict[str, Any] = answer["result"]
    return result


def filled(world: ReconcileWorld, **args: Any) -> dict[str, Any]:
    """The report of the round that was asked for."""
    begun = resync(world, mapping="jobtitle", **args)
    world.run_turns()
    report = world.ask("report")
    assert report["round_id"] == begun["round_id"]
    return report


def unfilled(world: ReconcileWorld, rule: str = "prefer_salesforce_unless_blank") -> tuple[Pair, Pair, Pair]:
    """The mapping is switched on when the records have values already: each side's own, one side's, an equal one."""
    world.set_rule("jobtitle", "Title", "dont_sync")
    both, blank, equal = world.linked_people(3)
    for pair, title, jobtitle in (
        (both, "Countess", "Analyst"),
        (blank, None, "Analyst"),
        (equal, "Countess", "Countess"),
    ):
        world.edit_person(pair.salesforce, Title=title)
        world.edit_contact(pair.hubspot, jobtitle=jobtitle)
    world.run()
    world.set_rule("jobtitle", "Title", rule)
    world.clock.advance(600_000)
    return both, blank, equal


def shown(world: ReconcileWorld, pair: Pair) -> tuple[str | None, str | None]:
    return world.contact(pair.hubspot, "jobtitle"), world.person(pair.salesforce, "Title")


@pytest.mark.parametrize("is_seeded", [False, True])
def test_a_new_mapping_fills_existing_values(world: ReconcileWorld, is_seeded: bool) -> None:
    """Also those that a look at the record has silently taken as its base meanwhile."""
    both, blank, equal = unfilled(world)
    if is_seeded:
        assert world.reconcile()["drift"] == []
        assert shown(world, both) == ("Analyst", "Countess")
    report = filled(world)
    assert shown(world, both) == ("Countess", "Countess")
    assert shown(world, blank) == ("Analyst", "Analyst")
    assert shown(world, equal) == ("Countess", "Countess")
    assert world.drift(report) == {("jobtitle", "back_fill"): 2}
    assert filled(world)["drift"] == []


def test_a_changed_rule_puts_in_step_what_the_old_one_left(world: ReconcileWorld) -> None:
    """`always_salesforce` never clears at a first link, so HubSpot's value stays alone; `always_hubspot` sends it."""
    _, blank, _ = unfilled(world, "always_salesforce")
    filled(world)
    assert shown(world, blank) == ("Analyst", None)
    world.set_rule("jobtitle", "Title", "always_hubspot")
    filled(world)
    assert shown(world, blank) == ("Analyst", "Analyst")


def test_its_preview_writes_nothing_and_tells_the_same(world: ReconcileWorld) -> None:
    both, blank, _ = unfilled(world)
    world.product.calls.clear()
    report = filled(world, preview=True)
    assert not [call for call in world.product.calls if "update" in call or "PATCH" in call or "batch/create" in call]
    assert (report["preview"], report["fills"]) == (True, ["jobtitle"])
    assert world.drift(report) == {("jobtitle", "back_fill"): 2}
    assert sorted(report["examples"]["repaired"]) == sorted([both.person.key, blank.person.key])
    assert shown(world, both) == ("Analyst", "Countess")
    assert world.parked() == []
    assert world.drift(filled(world)) == {("jobtitle", "back_fill"): 2}


def test_an_edit_that_waits_to_cross_goes_before(world: ReconcileWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    (pair,) = world.linked_people(1)
    world.edit_unheard(pair, hubspot={"jobtitle": "Analyst"})
    report = filled(world)
    assert shown(world, pair) == ("Analyst", "Analyst")
    assert world.drift(report) == {("jobtitle", "missed_event"): 1}


def test_other_mappings_stay_as_they_are(world: ReconcileWorld) -> None:
    fax = {"hubspot": "fax", "salesforce": "Fax"}
    world.put("mappings/contact/fax", {"mappings": [{**fax, "rule": "dont_sync"}]})
    both, _, _ = unfilled(world)
    world.edit_person(both.salesforce, Fax="1")
    world.edit_contact(both.hubspot, fax="2")
    world.put("mappings/contact/fax", {"mappings": [{**fax, "rule": "two_way"}]})
    world.lose_events()
    filled(world)
    assert (world.contact(both.hubspot, "fax"), world.person(both.salesforce, "Fax")) == ("2", "1")


def offers(world: ReconcileWorld) -> list[str]:
    active = world.product.configurations.active()
    return [one["mapping"] for one in back_fill_offers(active, world.product.jobs)]


def test_a_new_or_changed_mapping_is_offered_until_it_was_filled(world: ReconcileWorld) -> None:
    unfilled(world)
    assert offers(world) == ["jobtitle"]
    world.reconcile()
    filled(world, preview=True)
    assert offers(world) == ["jobtitle"]
    filled(world)
    world.reconcile()
    assert offers(world) == []
    world.set_rule("jobtitle", "Title", "always_hubspot")
    assert offers(world) == ["jobtitle"]
    world.set_rule("jobtitle", "Title", "dont_sync")
    assert offers(world) == []


def test_while_another_round_runs_it_is_refused(world: ReconcileWorld) -> None:
    unfilled(world)
    world.ask("start")
    answer = world.product.reconciles.resync(object="contact", mapping="jobtitle")
    assert answer["error"]["code"] == "busy"


# -- records, lists and categories ------------------------------------------------------------------------------------


def test_a_resynced_record_is_put_in_step_as_at_a_first_link(world: ReconcileWorld) -> None:
    both, blank, _ = unfilled(world)
    world.reconcile()
    assert resync(world, hubspot_ids=[both.hubspot]) == {"enqueued": 1, "next": None}
    world.run()
    assert shown(world, both) == ("Countess", "Countess")
    assert shown(world, blank) == ("Analyst", None)


def test_the_preview_of_records_counts_values_by_field_and_writes_nothing(world: ReconcileWorld) -> None:
    pairs = unfilled(world)
    world.product.calls.clear()
    with world.counting() as calls:
        told = resync(world, hubspot_ids=[pair.hubspot for pair in pairs], preview=True)
    assert (calls.hubspot, calls.salesforce) == (1, 1)
    assert (told["looked_at"], told["would_change"], told["next"]) == (3, 2, None)
    assert sorted((one["field"], one["side"], one["values"]) for one in told["fields"]) == [
        ("jobtitle", "hubspot", 1),
        ("jobtitle", "salesforce", 1),
    ]
    assert sorted(told["examples"]) == sorted(pair.contact.key for pair in pairs[:2])
    assert world.waiting() == 0
    assert shown(world, pairs[0]) == ("Analyst", "Countess")


def test_the_preview_of_a_list(world: ReconcileWorld) -> None:
    both, _, equal = unfilled(world)
    for pair in (both, equal):
        world.join(pair.hubspot)
    told = resync(world, list_id=world.list_id, preview=True)
    assert (told["looked_at"], told["would_change"]) == (2, 1)
    assert world.waiting() == 0


def test_everything_that_is_parked_in_one_category(world: ReconcileWorld) -> None:
    (pair,) = world.linked_people(1)
    rule = {"name": "No", "message": "No countesses", "field": "Title", "operator": "equals", "value": "Countess"}
    world.set_rule("jobtitle", "Title", "two_way")
    world.control(Side.SALESFORCE, "schema", {"op": "add_validation_rule", "object": "Contact", **rule})
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.run()
    (row,) = world.parked()
    world.control(Side.SALESFORCE, "schema", {"op": "remove_validation_rule", "object": "Contact", "name": "No"})
    told = resync(world, category=row.category, preview=True)
    assert (told["looked_at"], told["would_change"]) == (1, 1)
    assert len(world.parked()) == 1
    assert resync(world, category="quota")["enqueued"] == 0
    assert resync(world, category=row.category)["enqueued"] == 1
    world.run()
    assert world.person(pair.salesforce, "Title") == "Countess"
    assert world.parked() == []
