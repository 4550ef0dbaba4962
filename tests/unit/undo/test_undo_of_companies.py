"""HubSpot's ids do not tell their object: a contact and a company may have the same."""

from __future__ import annotations

import pytest
from crmsync.core.record import RecordRef, Side

from tests.unit.reconcile.company_reconcile_world import CompanyReconcileWorld


@pytest.fixture
def world() -> CompanyReconcileWorld:
    return CompanyReconcileWorld()


def overwritten(world: CompanyReconcileWorld) -> str:
    """A company whose phone was 1, until 2 came from Salesforce."""
    company, account = world.linked_company("Analytical", Phone="1")
    world.set_account_phone(account, "2")
    world.run()
    assert world.company_phone(company) == "2"
    return company


def test_the_last_write_to_a_company_is_put_back(world: CompanyReconcileWorld) -> None:
    company = overwritten(world)
    answer = world.product.reconciles.undo(world.product.history, hubspot_id=company, object="company")
    assert answer["result"] == {"enqueued": 1, "next": None}
    world.run()
    assert world.company_phone(company) == "1"


def test_a_company_s_id_is_not_taken_for_a_contact_s(world: CompanyReconcileWorld) -> None:
    company = overwritten(world)
    assert world.product.history.of(RecordRef(Side.HUBSPOT, "contact", company), 1) == []
    answer = world.product.reconciles.undo(world.product.history, hubspot_id=company)
    assert answer["result"] == {"enqueued": 0, "next": None}


def test_everything_since_a_time_is_also_companies(world: CompanyReconcileWorld) -> None:
    since = world.clock.now()
    company = overwritten(world)
    answer = world.product.reconciles.undo(world.product.history, since=since)
    assert answer["result"]["enqueued"] == 1
    world.run()
    assert world.company_phone(company) == "1"
