"""Who belongs to which company, when no event told of it."""

from __future__ import annotations

from crmsync.core.association import PRIMARY_COMPANY

from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld


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
    world.reconcile()
    assert world.contact(person.hubspot, "associatedcompanyid") == company
