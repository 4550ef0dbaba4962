"""What drifted apart is put in step by the merge rules, and told with its cause."""

import pytest
from crmsync.core.record import Side
from crmsync.core.side_state import rests

from tests.unit.reconcile.reconcile_world import ReconcileWorld


def test_in_step_it_writes_nothing(world: ReconcileWorld) -> None:
    world.linked_people(3)
    report = world.reconcile()
    assert (report["state"], report["counts"]["in_step"], report["drift"]) == ("done", 3, [])
    assert world.waiting() == 0


def test_a_missed_event_of_each_side_is_made_up_for(world: ReconcileWorld) -> None:
    world.set_rule("jobtitle", "Title", "two_way")
    first, second, _ = world.linked_people(3)
    world.edit_unheard(first, Title="Countess")
    world.edit_unheard(second, hubspot={"jobtitle": "Analyst"})
    report = world.reconcile()
    assert world.contact(first.hubspot, "jobtitle") == "Countess"
    assert world.person(second.salesforce, "Title") == "Analyst"
    assert world.drift(report) == {("jobtitle", "missed_event"): 2}
    assert (report["counts"]["repaired"], report["counts"]["in_step"]) == (2, 1)
    assert sorted(report["examples"]["repaired"]) == sorted([first.person.key, second.person.key])
    (last, *_) = world.history(first.contact)
    assert (last.side, last.field, last.new) == (Side.HUBSPOT, "jobtitle", "Countess")


def test_an_edit_that_the_rule_lets_not_stand_is_set_back(world: ReconcileWorld) -> None:
    world.set_rule("jobtitle", "Title", "always_salesforce")
    (pair,) = world.linked_people(1)
    world.edit_person(pair.salesforce, Title="Countess")
    world.run()
    world.edit_unheard(pair, hubspot={"jobtitle": "Analyst"})
    report = world.reconcile()
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"
    assert world.drift(report) == {("jobtitle", "overruled_edit"): 1}


def test_a_formula_s_new_value_travels_by_the_nightly_round(world: ReconcileWorld) -> None:
    """A field of another record feeds it: no event of the contact tells."""
    world.control(
        Side.HUBSPOT, "schema", {"op": "add_field", "object": "contact", "field": {"name": "firm", "type": "string"}}
    )
    field = {"name": "Firm__c", "type": "string", "formula": "Account.Name"}
    world.control(Side.SALESFORCE, "schema", {"op": "add_field", "object": "Contact", "field": field})
    world.read_schemas()
    mapping = {"hubspot": "firm", "salesforce": {"Contact": "Firm__c"}, "rule": "always_salesforce"}
    world.put("mappings/contact/firm", {"mappings": [mapping]})
    account = world.salesforce_user.create("Account", {"Name": "Engines"})
    (pair,) = world.linked_people(1)
    world.edit_person(pair.salesforce, AccountId=account)
    world.run()
    assert world.contact(pair.hubspot, "firm") == "Engines"
    assert account is not None
    world.salesforce_user.edit("Account", account, {"Name": "Difference Engines"})
    world.run()
    assert world.contact(pair.hubspot, "firm") == "Engines"
    report = world.reconcile()
    assert world.contact(pair.hubspot, "firm") == "Difference Engines"
    assert world.drift(report) == {("firm", "calculated"): 1}


def test_what_was_changed_in_these_minutes_is_no_drift(world: ReconcileWorld) -> None:
    (pair,) = world.linked_people(1)
    world.lose_events()
    world.edit_person(pair.salesforce, Title="Countess")
    assert world.drift(world.reconcile()) == {("jobtitle", "on_its_way"): 1}
    assert world.contact(pair.hubspot, "jobtitle") == "Countess"


@pytest.mark.parametrize("minutes", [0, 50, 180])
def test_an_edit_that_the_live_worker_carries_meanwhile_is_not_undone(world: ReconcileWorld, minutes: int) -> None:
    """The query was made before it, and its results show what stood there then."""
    world.set_rule("jobtitle", "Title", "two_way")
    (pair,) = world.linked_people(1)

    def edit() -> None:
        world.edit_contact(pair.hubspot, jobtitle="Analyst")
        world.run()
        assert world.person(pair.salesforce, "Title") == "Analyst"
        world.clock.advance(minutes * 60_000)

    world.before(Side.SALESFORCE, "results", edit)
    report = world.reconcile()
    assert world.contact(pair.hubspot, "jobtitle") == world.person(pair.salesforce, "Title") == "Analyst"
    assert report["drift"] == []


def test_a_counterpart_that_is_gone_is_told(world: ReconcileWorld) -> None:
    (pair,) = world.linked_people(1)
    world.lose_events()
    assert world.hubspot_user.send("DELETE", f"/crm/v3/objects/contacts/{pair.hubspot}").status == 204
    world.run()
    report = world.reconcile()
    assert report["counts"]["orphaned"] == 1
    assert report["examples"]["orphaned"] == [pair.person.key]


def test_a_counterpart_that_is_gone_from_salesforce_is_told_and_known_from_then_on(world: ReconcileWorld) -> None:
    first, _ = world.linked_people(2)
    world.lose_events()
    world.salesforce_user.delete("Contact", first.salesforce)
    world.run()
    report = world.reconcile()
    assert (report["counts"]["orphaned"], report["counts"]["in_step"]) == (1, 1)
    assert report["examples"]["orphaned"] == [first.contact.key]
    world.run_on()
    assert rests(world.link_of(first.contact).states)
    assert world.reconcile()["counts"]["orphaned"] == 1
    assert world.waiting() == 0


def test_a_conversion_that_nobody_told_of_is_followed(world: ReconcileWorld) -> None:
    pair = world.linked(object_type="Lead")
    world.lose_events()
    convert = {"lead": pair.salesforce, "status": "Closed - Converted", "create_opportunity": False}
    world.control(Side.SALESFORCE, "convert", convert)
    world.run()
    world.reconcile()
    world.run_on()
    assert world.link_of(pair.contact).salesforce.object_type == "Contact"


@pytest.mark.s("S43")
def test_whoever_is_outside_the_inclusion_list_is_skipped(world: ReconcileWorld) -> None:
    inside, outside = world.linked_people(2)
    world.join(inside.hubspot)
    world.choose_list()
    world.run()
    for pair in (inside, outside):
        world.edit_unheard(pair, Title="Countess")
    report = world.reconcile()
    assert world.contact(inside.hubspot, "jobtitle") == "Countess"
    assert world.contact(outside.hubspot, "jobtitle") is None
    assert (report["counts"]["repaired"], report["counts"]["held"]) == (1, 1)


def test_a_dry_run_writes_nothing(world: ReconcileWorld) -> None:
    (pair,) = world.linked_people(1)
    world.edit_unheard(pair, Title="Countess")
    world.put("settings/global", {"dry_run": True})
    report = world.reconcile()
    assert world.contact(pair.hubspot, "jobtitle") is None
    assert (report["counts"]["parked"], report["drift"]) == (1, [])
