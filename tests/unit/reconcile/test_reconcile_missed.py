"""Accounts and opportunities without link: by domain, and those that an event should have brought."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from crmsync.core.engagement import Engaged, Engagement, task_of

from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld
from tests.unit.reconcile.reconcile_world import LONG_AGO
from tests.unit.sync.company_world import COMPANIES, account_ref
from tests.unit.sync.sync_world import SECOND

ACME = {"Name": "Acme", "Website": "https://www.acme.example.com"}
COUNTED = ("unlinked", "linkable", "duplicate", "parked", "missed")


@pytest.fixture
def world() -> CompanyReconcileWorld:
    return CompanyReconcileWorld()


def before_the_pair_is_on(world: CompanyReconcileWorld, *accounts: dict[str, str]) -> list[str]:
    """Accounts that are older than the switch, of which nobody is told."""
    world.put("settings/company", {"enabled": False})
    world.lose_events()
    made = [world.create_person("Account", **fields) for fields in accounts]
    world.clock.advance(LONG_AGO)
    return made


def switched_on(world: CompanyReconcileWorld) -> None:
    world.clock.advance(SECOND)
    world.put("settings/company", {"enabled": True})
    world.clock.advance(LONG_AGO)


def company(world: CompanyReconcileWorld, **properties: str) -> str:
    made = world.hubspot_user.create(dict(properties), COMPANIES)
    assert made is not None
    return made


def is_linked(world: CompanyReconcileWorld, account: str) -> bool:
    return account_ref(account) in world.product.links.find([account_ref(account)])


def examples(report: dict[str, Any], account: str) -> list[str]:
    """The findings that name it."""
    key = account_ref(account).key
    return [name for name, keys in report["examples"].items() if key in keys]


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """All examples are kept."""
    monkeypatch.setattr("crmsync.core.reconcile_round.MOST_EXAMPLES", 1_000)


@pytest.mark.usefixtures("unasked")
class TestOlderThanTheSwitch:
    """They are an import's: told, and left alone."""

    def test_one_whose_company_is_there(self, world: CompanyReconcileWorld) -> None:
        (account,) = before_the_pair_is_on(world, ACME)
        company(world, name="Acme", domain="acme.example.com")
        switched_on(world)
        assert examples(world.reconcile(), account) == ["linkable"]
        world.run()
        assert not is_linked(world, account)

    def test_one_of_a_domain_that_hubspot_does_not_know(self, world: CompanyReconcileWorld) -> None:
        (account,) = before_the_pair_is_on(world, ACME)
        switched_on(world)
        assert examples(world.reconcile(), account) == ["unlinked"]

    def test_one_whose_company_has_another_account(self, world: CompanyReconcileWorld) -> None:
        world.linked_company("Acme", Website="acme.example.com")
        (account,) = before_the_pair_is_on(world, {**ACME, "Name": "Acme Ltd"})
        switched_on(world)
        assert examples(world.reconcile(), account) == ["duplicate"]

    def test_one_whose_domain_several_companies_bear(self, world: CompanyReconcileWorld) -> None:
        (account,) = before_the_pair_is_on(world, ACME)
        for name in ("One", "Two"):
            company(world, name=name, domain="acme.example.com")
        switched_on(world)
        assert examples(world.reconcile(), account) == ["duplicate"]

    def test_a_second_account_of_a_domain(self, world: CompanyReconcileWorld) -> None:
        first, second = before_the_pair_is_on(world, ACME, {**ACME, "Name": "Acme Ltd"})
        switched_on(world)
        report = world.reconcile()
        assert {*examples(report, first), *examples(report, second)} == {"unlinked", "duplicate"}

    def test_hundreds_of_them_cost_a_search_a_hundred(self, world: CompanyReconcileWorld) -> None:
        names = [{"Name": f"A{n}", "Website": f"company-{n}.example.com"} for n in range(300)]
        before_the_pair_is_on(world, *names)
        switched_on(world)
        world.product.calls.clear()
        world.reconcile()
        searches = [call for call in world.product.calls if "companies/search" in call]
        assert 3 <= len(searches) <= 5


@pytest.mark.usefixtures("unasked")
class TestMissed:
    """Created while the pair was on, and no event told."""

    def test_an_account_becomes_a_company(self, world: CompanyReconcileWorld) -> None:
        switched_on(world)
        world.lose_events()
        account = world.create_person("Account", **ACME)
        world.clock.advance(LONG_AGO)
        report = world.reconcile()
        world.run()
        assert examples(report, account) == ["missed"]
        assert is_linked(world, account)
        world.clock.advance(LONG_AGO)
        assert examples(world.reconcile(), account) == []

    def test_an_account_whose_company_is_there_is_linked_with_it(self, world: CompanyReconcileWorld) -> None:
        switched_on(world)
        world.lose_events()
        account = world.create_person("Account", **ACME)
        there = company(world, name="ACME", domain="acme.example.com")
        world.clock.advance(LONG_AGO)
        world.reconcile()
        world.run()
        assert world.link_of(account_ref(account)).hubspot.id == there

    def test_a_person_of_the_pair_that_is_on_since_the_installation(self, world: CompanyReconcileWorld) -> None:
        world.lose_events()
        world.create_person(LastName="New", Email="new@example.org")
        world.clock.advance(LONG_AGO)
        assert world.reconcile()["counts"]["missed"] == 1
        world.run()
        assert len(world.contacts_of("new@example.org")) == 1

    def test_an_opportunity_which_nothing_but_its_id_ties(self, world: CompanyReconcileWorld) -> None:
        world.put("settings/deal", {"enabled": True})
        world.lose_events()
        fields = {"Name": "Engine", "StageName": "Prospecting", "CloseDate": "2027-01-31"}
        world.create_person("Opportunity", **fields)
        world.clock.advance(LONG_AGO)
        assert world.reconcile()["counts"]["missed"] == 1
        world.run()
        shown = world.hubspot_user.send("POST", "/crm/v3/objects/deals/search", {"filterGroups": []}).json()
        assert [one["properties"]["dealname"] for one in shown["results"]].count("Engine") == 1

    def test_of_tasks_those_whose_type_syncs(self, world: CompanyReconcileWorld) -> None:
        """Calls are switched off, and what tells of HubSpot's people is of our own making."""
        world.put("settings/task", {"enabled": True})
        world.lose_events()
        form = Engagement("form_submission", "Form submitted", "")
        told = task_of(Engaged(form, "", datetime(2026, 11, 1, tzinfo=UTC), "", is_doubtful=False), "")
        own = {"Subject": "Form submitted", "Description": str(told["Description"])}
        for fields in ({"Subject": "Ring"}, {"Subject": "Rang", "TaskSubtype": "Call"}, own):
            world.create_person("Task", **fields)
        world.clock.advance(LONG_AGO)
        assert world.reconcile()["counts"]["missed"] == 1

    def test_of_these_very_minutes_is_left_to_its_event(self, world: CompanyReconcileWorld) -> None:
        switched_on(world)
        world.lose_events()
        account = world.create_person("Account", **ACME)
        assert examples(world.reconcile(), account) == ["unlinked"]

    def test_where_nothing_is_to_be_created_nothing_is(self, world: CompanyReconcileWorld) -> None:
        world.put("settings/company", {"enabled": True, "create_in_hubspot": False})
        world.lose_events()
        account = world.create_person("Account", **ACME)
        world.clock.advance(LONG_AGO)
        assert examples(world.reconcile(), account) == ["unlinked"]
        world.run()
        assert not is_linked(world, account)

    def test_a_back_fill_creates_nothing(self, world: CompanyReconcileWorld) -> None:
        switched_on(world)
        world.lose_events()
        account = world.create_person("Account", **ACME)
        world.clock.advance(LONG_AGO)
        assert world.product.reconciles.resync(object="company", mapping="phone")["ok"]
        world.run_turns()
        world.run()
        assert not is_linked(world, account)


def test_the_drift_of_companies_and_contacts_is_told_apart(world: CompanyReconcileWorld) -> None:
    """Both map a property `phone`."""
    person, (_, account) = world.linked(), world.linked_company("Analytical")
    world.lose_events()
    world.edit_person(person.salesforce, Phone="1")
    world.set_account_phone(account, "2")
    world.clock.advance(LONG_AGO)
    report = world.reconcile()
    assert world.drift(report) == {("phone", "missed_event"): 1}
    assert world.drift(report, "company") == {("phone", "missed_event"): 1}
