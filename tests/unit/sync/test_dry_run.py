"""A dry run plans and tells, and writes nothing; what it planned is done when it is switched off."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.usecases.admin.dispatch import Command, dispatch
from crmsync.usecases.admin.list_previews import ListPreviews
from crmsync.usecases.admin.plan_record import PlanRecord
from crmsync.usecases.sync.shadow import shadow_ports

from tests.unit.sync.sync_world import SECOND, Pair, SyncWorld

MINUTE = 60 * SECOND
ADA = "ada@example.org"
WRITES = ("batch/create", "batch/update", "POST /services/data/v67.0/composite/sobjects", "PATCH ")


def switch(world: SyncWorld, *, dry: bool) -> None:
    world.put("settings/global", {"dry_run": dry})


def writes(world: SyncWorld) -> list[str]:
    return [call for call in world.product.calls if any(part in call for part in WRITES)]


def ask(world: SyncWorld, command: str, **args: Any) -> Any:
    product = world.product
    ports = shadow_ports(
        links=product.links,
        parking=product.parking,
        gate=product.gate("admin"),
        configurations=product.configurations,
        clock=world.clock,
        randomness=product.randomness,
        owners=world.product.owners,
        history=world.product.history,
    )
    commands: dict[str, Command] = {
        "record.plan": PlanRecord(ports),
        "preview.list": ListPreviews(product.parking, product.configurations),
    }
    answer = dispatch(commands, {"command": command, "args": args})
    assert answer["ok"], answer
    return answer["result"]


def state(world: SyncWorld) -> tuple[Any, ...]:
    """Everything that is stored of records."""
    product = world.product
    return list(product.links.all()), product.history.all(), product.stamps.all(), product.parking.all()


def test_everything_is_planned_and_nothing_written(world: SyncWorld) -> None:
    pair = world.linked()
    other = world.linked("bea@example.org")
    history, links = world.product.history.all(), list(world.product.links.all())
    switch(world, dry=True)
    world.product.calls.clear()
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(other.salesforce, Title="Countess")
    world.create_contact(email=ADA.replace("ada", "new"), lastname="New")
    world.create_person("Lead", Email="lea@example.org", LastName="Lead", Company="C")
    assert world.run_on()[OutcomeName.DRY_RUN] == 4
    world.product.flush()
    assert writes(world) == []
    assert (world.product.history.all(), list(world.product.links.all())) == (history, links)
    assert world.person(pair.salesforce, "MailingCity") is None
    assert world.contacts_of("lea@example.org") == []


def test_what_was_planned_is_done_when_it_is_switched_off(world: SyncWorld) -> None:
    pair = world.linked()
    switch(world, dry=True)
    world.edit_contact(pair.hubspot, city="London")
    world.edit_person(pair.salesforce, Title="Countess")
    world.create_contact(email="new@example.org", lastname="New")
    world.run_on()
    assert world.resume_parked(after=10 * MINUTE) == {}
    assert {row.category for row in world.parked()} == {Category.DRY_RUN}
    switch(world, dry=False)
    world.resume_parked(after=MINUTE)
    assert world.contact(pair.hubspot, "jobtitle", "city") == ("Countess", "London")
    assert world.person(pair.salesforce, "Title", "MailingCity") == ("Countess", "London")
    assert len(world.people_of("new@example.org")) == 1
    assert world.parked() == []


def test_an_edit_of_equal_values_is_not_forgotten(world: SyncWorld) -> None:
    """Only the base is to move; without it the next edit would look like a conflict."""
    pair = world.linked()
    switch(world, dry=True)
    world.edit_contact(pair.hubspot, jobtitle="Countess")
    world.edit_person(pair.salesforce, Title="Countess")
    world.run_on()
    (item,) = ask(world, "preview.list")["items"]
    assert item["action"] == "remember"
    switch(world, dry=False)
    world.resume_parked(after=MINUTE)
    assert world.link_of(pair.contact).base["jobtitle"].hubspot == "Countess"


def test_the_preview_tells_each_field_with_rule_and_reason_and_no_value(world: SyncWorld) -> None:
    pair = world.linked()
    switch(world, dry=True)
    world.edit_contact(pair.hubspot, city="London")
    contact = world.create_contact(email="new@example.org", lastname="Newcomer")
    world.run_on()
    shown = ask(world, "preview.list")
    assert (shown["dry_run"], shown["next"]) == (True, None)
    items = {item["id"]: item for item in shown["items"]}
    (field,) = items[pair.hubspot]["fields"]
    assert (field["side"], field["field"], field["reason"]) == ("salesforce", "city", "salesforce_blank")
    assert field["explanation"] == "Salesforce's value is blank, so HubSpot's fills it."
    assert items[pair.hubspot]["sentence"] == "would write 1 value to Salesforce"
    assert items[pair.hubspot]["salesforce"]["id"] == pair.salesforce
    assert items[contact]["sentence"].startswith("would create a Contact in Salesforce and write ")
    assert "London" not in repr(shown) + repr(world.parked())
    assert "Newcomer" not in repr(shown) + repr(world.parked())


def test_the_preview_comes_in_pages_and_skips_what_is_parked_otherwise(world: SyncWorld) -> None:
    pairs = [world.linked(f"person{number}@example.org") for number in range(3)]
    switch(world, dry=True)
    for pair in pairs:
        world.edit_contact(pair.hubspot, city="London")
    world.run_on()
    seen: list[str] = []
    after = None
    while True:
        page = ask(world, "preview.list", limit=1, **({"next": after} if after else {}))
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(pair.hubspot for pair in pairs)


@pytest.mark.parametrize("ends", ["merge", "convert", "delete"])
def test_what_became_of_a_record_is_not_followed_yet(world: SyncWorld, ends: str) -> None:
    pair = world.linked(object_type="Lead" if ends == "convert" else "Contact")
    other = world.create_contact(email="other@example.org") if ends == "merge" else ""
    links = list(world.product.links.all())
    switch(world, dry=True)
    if ends == "merge":
        world.hubspot_user.merge(other, pair.hubspot)
    elif ends == "convert":
        world.salesforce_user.convert(pair.salesforce)
    else:
        world.salesforce_user.delete("Contact", pair.salesforce)
    world.run_on()
    assert list(world.product.links.all()) == links
    assert "follow" in {item["action"] for item in ask(world, "preview.list")["items"]}
    switch(world, dry=False)
    world.resume_parked(after=MINUTE)
    assert [row.category for row in world.parked() if row.category == Category.DRY_RUN] == []
    if ends == "convert":
        assert [link.salesforce.object_type for link in world.product.links.all()] == ["Contact"]


# -- on demand --


def edited(world: SyncWorld) -> Pair:
    """In step, then edited with nobody told."""
    pair = world.linked()
    world.control(Side.HUBSPOT, "webhooks", {"url": None})
    world.edit_contact(pair.hubspot, city="London")
    world.product.calls.clear()
    return pair


def test_a_plan_shows_values_and_leaves_no_trace(world: SyncWorld) -> None:
    pair = edited(world)
    before = state(world)
    plan = ask(world, "record.plan", hubspot_id=pair.hubspot)
    assert (plan["outcome"], plan["action"]) == ("dry_run", "update")
    (field,) = plan["fields"]
    assert (field["side"], field["field"], field["old"], field["new"]) == ("salesforce", "city", None, "London")
    assert ask(world, "record.plan", email=ADA)["fields"] == plan["fields"]
    assert writes(world) == []
    assert state(world) == before
    assert world.waiting() == 0


def test_a_plan_of_a_record_in_step(world: SyncWorld) -> None:
    pair = world.linked()
    plan = ask(world, "record.plan", salesforce_id=pair.salesforce)
    assert (plan["outcome"], plan["sentence"]) == ("in_step", "is in step: nothing would be written")


def test_a_plan_of_a_creation_and_of_what_does_not_sync(world: SyncWorld) -> None:
    world.put("settings/global", {"paused": True})
    contact = world.create_contact(email="new@example.org", lastname="New")
    nobody = world.create_contact(lastname="Nobody")
    plan = ask(world, "record.plan", hubspot_id=contact)
    assert (plan["action"], plan["creates"], plan["salesforce"]) == ("create", "Contact", None)
    assert {field["field"]: field["new"] for field in plan["fields"]}["lastname"] == "New"
    plan = ask(world, "record.plan", hubspot_id=nobody)
    assert plan["outcome"] == "skipped"
    assert "e-mail address" in plan["sentence"]
    assert world.people_of("new@example.org") == []
