"""A back-fill is of one pair: contacts and companies both have a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.cli.commands.config_set import CONFIG_SET
from crmsync.cli.main import main
from crmsync.usecases.admin.back_fill_offers import back_fill_offers
from crmsync.usecases.guard_configuration import UNFILLED
from crmsync.usecases.installation import GUARD_JOB

from tests.unit.cli.printed_commands import mentioned
from tests.unit.cli.terminal import seen
from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld
from tests.unit.sync.sync_world import Pair

PHONE = {"hubspot": "phone", "salesforce": "Phone"}


@pytest.fixture
def world() -> CompanyReconcileWorld:
    return CompanyReconcileWorld()


def put_rule(world: CompanyReconcileWorld, rule: str) -> None:
    for pair in ("contact", "company"):
        world.put(f"mappings/{pair}/phone", {"mappings": [{**PHONE, "rule": rule}]})


def unfilled(world: CompanyReconcileWorld) -> tuple[Pair, tuple[str, str]]:
    """A person and a company whose phones differ since before the mapping."""
    put_rule(world, "dont_sync")
    person, company = world.linked(), world.linked_company("Analytical")
    world.edit_person(person.salesforce, Phone="1")
    world.edit_contact(person.hubspot, phone="2")
    world.set_account_phone(company[1], "3")
    world.set_company_phone(company[0], "4")
    world.run()
    put_rule(world, "prefer_salesforce_unless_blank")
    world.clock.advance(600_000)
    return person, company


def fill(world: CompanyReconcileWorld, object_type: str, **args: Any) -> dict[str, Any]:
    begun = world.product.reconciles.resync(object=object_type, mapping="phone", **args)
    assert begun["ok"], begun["error"]
    world.run_turns()
    return world.ask("report")


def phones(world: CompanyReconcileWorld, person: Pair, company: tuple[str, str]) -> tuple[str | None, str | None]:
    """HubSpot's two."""
    return world.contact(person.hubspot, "phone"), world.company_phone(company[0])


def offers(world: CompanyReconcileWorld) -> list[str]:
    """The pairs whose phones may be filled."""
    active = world.product.configurations.active()
    return [one["object"] for one in back_fill_offers(active, world.product.jobs) if one["mapping"] == "phone"]


def test_that_of_contacts_leaves_companies_alone(world: CompanyReconcileWorld) -> None:
    person, company = unfilled(world)
    report = fill(world, "contact")
    assert phones(world, person, company) == ("1", "4")
    assert world.drift(report) == {("phone", "back_fill"): 1}
    assert report["parts"] == ["Contact", "Lead"]


def test_that_of_companies_leaves_contacts_alone(world: CompanyReconcileWorld) -> None:
    person, company = unfilled(world)
    report = fill(world, "company")
    assert phones(world, person, company) == ("2", "3")
    assert world.drift(report, "company") == {("phone", "back_fill"): 1}
    assert report["parts"] == ["Account"]


def test_it_does_not_look_for_lost_records_of_other_pairs(world: CompanyReconcileWorld) -> None:
    person, _ = unfilled(world)
    world.lose_events()
    world.salesforce_user.delete("Contact", person.salesforce)
    assert fill(world, "company")["counts"]["orphaned"] == 0
    assert fill(world, "contact")["counts"]["orphaned"] == 1


def test_each_pair_s_mapping_is_offered_by_itself(world: CompanyReconcileWorld) -> None:
    unfilled(world)
    assert offers(world) == ["company", "contact"]
    fill(world, "contact")
    assert offers(world) == ["company"]


def test_that_of_a_pair_is_offered_while_it_is_switched_on(world: CompanyReconcileWorld) -> None:
    unfilled(world)
    world.put("settings/company", {"enabled": False})
    assert offers(world) == ["contact"]
    world.put("settings/company", {"enabled": True})
    assert offers(world) == ["company", "contact"]


def printed_offers(world: CompanyReconcileWorld) -> list[list[str]]:
    """The commands that `config show` and then `config set` print for both phones."""
    offered = back_fill_offers(world.product.configurations.active(), world.product.jobs)
    fixes = [one["fix"] for one in offered if one["mapping"] == "phone"]
    told = {"parameter": "mappings/company", "taken": True, "outcome": "activated", "active": None, "refused": []}
    names = sorted(name for name in world.product.jobs.state(GUARD_JOB)[UNFILLED] if name.endswith("/phone"))
    return mentioned(" ".join([*fixes, seen(CONFIG_SET, {**told, "unfilled": names})]))


def test_what_is_offered_is_taken_as_it_is_printed(world: CompanyReconcileWorld) -> None:
    unfilled(world)
    filled: list[tuple[str, ...]] = []

    def ask(command: str, args: Mapping[str, Any]) -> Any:
        assert command == "resync"
        answer = world.product.reconciles.resync(**args)
        assert answer["ok"], answer["error"]
        filled.append((args["object"], *answer["result"]["fills"]))
        return answer["result"]

    for words in printed_offers(world):
        assert main([*words, "--detach"], lambda _: ask) == 0
        world.run_turns()
    assert filled == [("company", "phone"), ("contact", "phone")] * 2
