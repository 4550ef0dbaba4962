"""Amounts of an org with several currencies."""

from __future__ import annotations

import pytest
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.deal_world import DealWorld

CURRENCIES = [{"IsoCode": "EUR", "IsCorporate": True}, {"IsoCode": "USD", "ConversionRate": 1.1}, {"IsoCode": "JPY"}]


@pytest.fixture
def world() -> DealWorld:
    world = DealWorld(HubspotSettings(additional_currencies=("USD",)))
    world.control(Side.SALESFORCE, "schema", {"op": "enable_multi_currency", "currencies": CURRENCIES})
    world.read_schemas()
    return world


def test_the_amount_crosses_with_its_currency(world: DealWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="USD", Amount="12")
    assert world.deal(deal, "amount", "deal_currency_code") == ("12", "USD")
    world.edit_opportunity(opportunity, CurrencyIsoCode="EUR", Amount="11")
    world.run()
    assert world.deal(deal, "amount", "deal_currency_code") == ("11", "EUR")
    assert world.parked() == []


def test_without_its_currency_the_amount_waits(world: DealWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="USD", Amount="12")
    world.edit_opportunity(opportunity, CurrencyIsoCode="JPY", Amount="1700", Name="Analytical engine")
    world.run()
    assert world.deal(deal, "dealname", "amount", "deal_currency_code") == ("Analytical engine", "12", "USD")
    assert {row.part for row in world.parked()} == {"amount", "deal_currency_code"}
    assert all(row.reason and row.fix for row in world.parked())
    world.edit_opportunity(opportunity, CurrencyIsoCode="EUR")
    world.run()
    assert world.deal(deal, "amount", "deal_currency_code") == ("1700", "EUR")
    assert world.parked() == []
