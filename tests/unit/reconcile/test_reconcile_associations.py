"""Who belongs to which company, when no event told of it."""

from __future__ import annotations

from crmsync.core.association import PRIMARY_COMPANY

from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld
from tests.unit.reconcile.reconcile_world import ReconcileWorld
from tests.unit.sync.deal_world import DealWorld


def test_a_company_that_a_contact_got_unheard_becomes_its_account() -> None:
    world = CompanyReconcileWorld()
    person, (company, account) = world.linked(), world.linked_company("Analytical")
    world.hubspot_user.associate(("contact", person.hubspot), ("company", company), PRIMARY_COMPANY["contact"].type_id)
    world.lose_events()
    world.clock.advance(600_000)
    report = world.reconcile()
    assert world.person(person.salesforce, "AccountId") == account
    assert world.drift(report) == {("associatedcompanyid", "missed_event"): 1}


def test_an_account_that_a_contact_got_unheard_becomes_its_company() -> None:
    world = CompanyReconcileWorld()
    person, (company, account) = world.linked(), world.linked_company("Analytical")
    world.edit_unheard(person, AccountId=account)
    world.clock.advance(600_000)
    report = world.reconcile()
    assert world.contact(person.hubspot, "associatedcompanyid") == company
    assert world.drift(report)["associatedcompanyid", "missed_event"] == 1


def test_a_contact_that_was_in_step_before_companies_were_is_repaired_and_told_of() -> None:
    """Only its association in HubSpot is made: no value is written."""
    world = CompanyReconcileWorld()
    world.put("settings/company", {"enabled": False})
    account = world.create_person("Account", Name="Analytical")
    person = world.linked()
    world.edit_person(person.salesforce, AccountId=account)
    world.run()
    world.put("settings/company", {"enabled": True})
    world.set_account_phone(account, "+44 20 1")
    world.run()
    assert world.contact(person.hubspot, "associatedcompanyid") is None
    world.clock.advance(600_000)
    report = world.reconcile()
    assert world.contact(person.hubspot, "associatedcompanyid")
    assert (report["counts"]["repaired"], world.drift(report)) == (1, {("associatedcompanyid", "unfinished"): 1})


class DealReconcileWorld(ReconcileWorld, DealWorld):
    """Deals are compared too."""


def test_a_contact_role_that_was_given_unheard_makes_a_contact_of_the_deal() -> None:
    world = DealReconcileWorld()
    person, (deal, opportunity) = world.linked(), world.linked_deal()
    world.lose_events()
    world.give_role(opportunity, person.salesforce)
    world.clock.advance(600_000)
    report = world.reconcile()
    assert world.contacts_in(deal) == {person.hubspot}
    assert world.drift(report, "deal") == {("num_associated_contacts", "missed_event"): 1}
