"""HubSpot's records that nothing told of: the night brings them, by the rules of their pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.core.record import RecordRef, Side

from sandbox.simulation.portal_properties import add_own_properties
from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld
from tests.unit.reconcile.reconcile_world import LONG_AGO, ReconcileWorld
from tests.unit.reconcile.test_reconcile_rounds import WorkerDiedError, survive
from tests.unit.sync.company_world import COMPANIES
from tests.unit.sync.sync_world import SECOND

DAY = 86_400_000


@pytest.fixture(autouse=True)
def _all_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.core.reconcile_round.MOST_EXAMPLES", 10_000)


def unheard(world: ReconcileWorld, email: str, **properties: str) -> str:
    """A contact of ten minutes ago, of whom no event told."""
    world.lose_events()
    made = world.create_contact(email=email, **properties)
    world.clock.advance(LONG_AGO)
    return made


def findings(report: dict[str, Any], record: str, object_type: str = "contact") -> list[str]:
    key = RecordRef(Side.HUBSPOT, object_type, record).key
    return [name for name, keys in report["examples"].items() if key in keys]


def test_a_contact_becomes_a_salesforce_contact(world: ReconcileWorld) -> None:
    contact = unheard(world, "new@example.org", lastname="New", jobtitle="Countess")
    report = world.reconcile()
    (person,) = world.people_of("new@example.org")
    assert world.person(person, "LastName", "Title") == ("New", "Countess")
    assert findings(report, contact) == ["missed"]
    world.clock.advance(LONG_AGO)
    assert findings(world.reconcile(), contact) == []
    assert world.people_of("new@example.org") == [person]


def test_it_becomes_a_lead_where_leads_are_made(world: ReconcileWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": "lead"})
    unheard(world, "new@example.org")
    world.reconcile()
    (person,) = world.people_of("new@example.org")
    assert person.startswith("00Q")


def test_whom_salesforce_has_is_linked_and_not_made_again(world: ReconcileWorld) -> None:
    world.lose_events()
    person = world.create_person(LastName="There", Email="there@example.org")
    contact = unheard(world, "there@example.org", jobtitle="Countess")
    world.reconcile()
    world.run()
    assert world.people_of("there@example.org") == [person]
    assert world.link_of(RecordRef(Side.HUBSPOT, "contact", contact)).salesforce.id == person
    assert world.person(person, "Title") == "Countess"


def test_of_the_inclusion_list_those_who_are_in_it(world: ReconcileWorld) -> None:
    world.choose_list()
    world.lose_events()
    inside = world.create_contact(email="in@example.org", audience="in")
    outside = unheard(world, "out@example.org")
    report = world.reconcile()
    assert len(world.people_of("in@example.org")) == 1
    assert world.people_of("out@example.org") == []
    assert (findings(report, inside), findings(report, outside)) == (["missed"], ["held"])


def test_where_nobody_is_to_be_created_nobody_is(world: ReconcileWorld) -> None:
    world.put("settings/contact", {"create_in_salesforce": None})
    contact = unheard(world, "new@example.org")
    assert findings(world.reconcile(), contact) == ["unlinked"]
    assert world.people_of("new@example.org") == []


def test_of_these_very_minutes_is_left_to_its_event(world: ReconcileWorld) -> None:
    world.lose_events()
    world.create_contact(email="new@example.org")
    world.reconcile()
    assert world.people_of("new@example.org") == []
    world.clock.advance(LONG_AGO)
    world.reconcile()
    assert len(world.people_of("new@example.org")) == 1


def test_a_dry_run_makes_nobody(world: ReconcileWorld) -> None:
    world.put("settings/global", {"dry_run": True})
    contact = unheard(world, "new@example.org")
    assert findings(world.reconcile(), contact) == ["parked"]
    assert world.people_of("new@example.org") == []


def test_without_an_address_nobody_is_made_and_it_is_told(world: ReconcileWorld) -> None:
    world.lose_events()
    contact = world.create_contact(lastname="Nameless")
    world.clock.advance(LONG_AGO)
    assert findings(world.reconcile(), contact) == ["unlinked"]


def test_what_a_round_left_alone_is_left_alone_from_the_second_day_on(world: ReconcileWorld) -> None:
    """So that switching creation on later brings nobody of before."""
    world.put("settings/contact", {"create_in_salesforce": None})
    unheard(world, "old@example.org")
    world.reconcile()
    world.clock.advance(2 * DAY)
    world.reconcile()
    world.put("settings/contact", {"create_in_salesforce": "contact"})
    world.clock.advance(LONG_AGO)
    unheard(world, "new@example.org")
    world.reconcile()
    assert world.people_of("old@example.org") == []
    assert len(world.people_of("new@example.org")) == 1


def test_what_hubspots_search_shows_a_day_late_is_found(world: ReconcileWorld) -> None:
    world.control(Side.HUBSPOT, "settings", {"search_index_lag_s": DAY / 1_000})
    unheard(world, "late@example.org")
    world.reconcile()
    assert world.people_of("late@example.org") == []
    world.clock.advance(DAY)
    world.reconcile()
    assert len(world.people_of("late@example.org")) == 1


def test_a_worker_that_dies_on_the_page_makes_nobody_twice_and_counts_each_once(
    world: ReconcileWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had created them, and did not come to store the round's place."""
    world.lose_events()
    addresses = [f"new{number}@example.org" for number in range(3)]
    for address in addresses:
        world.create_contact(email=address)
    world.clock.advance(LONG_AGO)
    save = world.product.jobs.save

    def die_once(name: str, token: str, state: Mapping[str, Any], until: int) -> bool:
        if world.people_of(addresses[0]):
            monkeypatch.undo()
            raise WorkerDiedError
        return save(name, token, state, until)

    monkeypatch.setattr(world.product.jobs, "save", die_once)
    world.ask("start")
    assert survive(world) == 1
    assert world.ask("report")["counts"]["missed"] == len(addresses)
    assert [len(world.people_of(address)) for address in addresses] == [1, 1, 1]


class TestOtherPairs:
    @pytest.fixture
    def world(self) -> CompanyReconcileWorld:
        return CompanyReconcileWorld()

    def test_a_company_becomes_an_account_when_a_contact_of_it_is_one(self, world: CompanyReconcileWorld) -> None:
        person = world.linked()
        world.lose_events()
        world.clock.advance(SECOND)
        with_contact = world.hubspot_user.create({"name": "Acme", "domain": "acme.example.com"}, COMPANIES)
        alone = world.hubspot_user.create({"name": "Alone", "domain": "alone.example.com"}, COMPANIES)
        assert with_contact is not None
        assert alone is not None
        world.hubspot_user.associate(("contact", person.hubspot), ("company", with_contact), 1)
        world.clock.advance(LONG_AGO)
        report = world.reconcile()
        assert findings(report, with_contact, "company") == ["missed"]
        assert findings(report, alone, "company") == ["unlinked"]
        account = world.link_of(RecordRef(Side.HUBSPOT, "company", with_contact)).salesforce
        shown = world.salesforce_user.show("Account", account.id)
        assert shown is not None
        assert shown["Name"] == "Acme"

    def test_a_task_which_nothing_but_its_id_ties(self, world: CompanyReconcileWorld) -> None:
        world.put("settings/task", {"enabled": True})
        world.lose_events()
        world.clock.advance(SECOND)
        due: dict[str, str | None] = {"hs_task_subject": "Ring", "hs_timestamp": "2027-01-31T00:00:00Z"}
        task = world.hubspot_user.create(due, "tasks")
        assert task is not None
        world.clock.advance(LONG_AGO)
        assert findings(world.reconcile(), task, "task") == ["missed"]
        assert world.link_of(RecordRef(Side.HUBSPOT, "task", task)).salesforce.object_type == "Task"

    def test_a_switched_off_pair_costs_no_call(self, world: CompanyReconcileWorld) -> None:
        world.put("settings/company", {"enabled": False})
        world.product.calls.clear()
        world.reconcile()
        assert not [call for call in world.product.calls if "companies" in call]

    def test_a_back_fill_brings_nobody(self, world: CompanyReconcileWorld) -> None:
        unheard(world, "new@example.org")
        assert world.product.reconciles.resync(object="company", mapping="phone")["ok"]
        world.run_turns()
        assert world.people_of("new@example.org") == []


def test_thousands_that_were_missed_cost_few_calls(world: ReconcileWorld) -> None:
    """One for two hundred to find them, one to look for their counterparts, one to create them."""
    add_own_properties(world.hubspot_user)
    world.read_schemas()
    world.lose_events()
    records = [{"email": f"crowd{n}@example.org", "lastname": "Crowd"} for n in range(2_000)]
    for start in range(0, 2_000, 100):
        inputs = [{"properties": one} for one in records[start : start + 100]]
        world.hubspot_user.send("POST", "/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
    world.clock.advance(LONG_AGO)
    with world.counting() as calls:
        report = world.reconcile()
    assert report["counts"]["missed"] == 2_000
    assert calls.total / 2_000 <= 0.03
