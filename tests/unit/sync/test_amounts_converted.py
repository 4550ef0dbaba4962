"""Amounts that are converted by the org's own rates."""

from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.parked import Category
from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from tests.unit.sync.deal_world import DealWorld, deal_ref

CURRENCIES = [
    {"IsoCode": "EUR", "IsCorporate": True},
    {"IsoCode": "USD", "ConversionRate": 1.25},
    {"IsoCode": "JPY", "ConversionRate": 160, "DecimalPlaces": 0},
    {"IsoCode": "SEK", "ConversionRate": 0},
]
MONEY = ("amount", "deal_currency_code")


class ConvertingWorld(DealWorld):
    def __init__(self, to: str = "USD", currencies: list[dict[str, Any]] = CURRENCIES) -> None:
        super().__init__(HubspotSettings(additional_currencies=("USD",)))
        self.control(Side.SALESFORCE, "schema", {"op": "enable_multi_currency", "currencies": currencies})
        self.put("settings/deal", {"enabled": True, "convert_amounts_to": to})


@pytest.fixture
def world() -> ConvertingWorld:
    return ConvertingWorld()


@pytest.mark.parametrize(
    ("code", "amount", "shown"),
    [("EUR", "100", "125"), ("JPY", "1600", "12.5"), ("USD", "7", "7"), ("EUR", None, None)],
)
def test_every_amount_of_salesforce_comes_in_the_one_currency(
    world: ConvertingWorld, code: str, amount: str | None, shown: str | None
) -> None:
    fields = {} if amount is None else {"Amount": amount}
    deal, opportunity = world.linked_deal(CurrencyIsoCode=code, **fields)
    assert world.deal(deal, *MONEY) == (shown, "USD")
    assert world.opportunity(opportunity, "CurrencyIsoCode") == code
    assert world.parked() == []


def test_an_edit_in_hubspot_goes_back_in_the_opportunity_s_own_currency(world: ConvertingWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="JPY", Amount="1600")
    world.put("mappings/deal", {"mappings": [{"hubspot": "amount", "salesforce": "Amount", "rule": "two_way"}]})
    world.edit_deal(deal, amount="25.01")
    world.run()
    assert world.opportunity(opportunity, "Amount", "CurrencyIsoCode") == (3201, "JPY")
    assert world.deal(deal, "amount") == "25.01", "what is lost by the yen's missing decimals does not come back"
    with world.counting() as calls:
        world.run_on()
    assert calls.total == 0
    assert world.parked() == []


def test_another_currency_of_the_same_number_is_another_amount(world: ConvertingWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="EUR", Amount="100")
    world.edit_opportunity(opportunity, CurrencyIsoCode="JPY")
    world.run()
    assert world.deal(deal, *MONEY) == ("0.78", "USD")
    assert world.opportunity(opportunity, "Amount") == 100


def test_a_deal_of_hubspot_keeps_its_currency(world: ConvertingWorld) -> None:
    deal = world.create_deal(amount="5", deal_currency_code="EUR")
    world.run()
    opportunity = world.link_of(deal_ref(deal)).salesforce.id
    assert world.opportunity(opportunity, "Amount", "CurrencyIsoCode") == (5, "EUR")
    world.edit_opportunity(opportunity, Amount="8")
    world.run()
    assert world.deal(deal, *MONEY) == ("8", "EUR")


def test_a_rate_that_changes_moves_nothing_until_the_next_edit(world: ConvertingWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="EUR", Amount="100")
    world.control(
        Side.SALESFORCE,
        "schema",
        {"op": "set_dated_rates", "rates": [{"IsoCode": "USD", "ConversionRate": 2, "StartDate": "2020-01-01"}]},
    )
    world.read_schemas()
    world.edit_opportunity(opportunity, Name="Other")
    world.run()
    assert world.deal(deal, *MONEY, "dealname") == ("125", "USD", "Other")
    world.edit_opportunity(opportunity, Amount="200")
    world.run()
    assert world.deal(deal, "amount") == "400"


def test_a_dated_rate_counts_by_the_day_on_which_the_opportunity_closes(world: ConvertingWorld) -> None:
    rates = [
        {"IsoCode": "USD", "ConversionRate": 2, "StartDate": "2026-01-01", "NextStartDate": "2027-01-31"},
        {"IsoCode": "USD", "ConversionRate": 3, "StartDate": "2027-01-31"},
    ]
    world.control(Side.SALESFORCE, "schema", {"op": "set_dated_rates", "rates": rates})
    world.read_schemas()
    shown = [
        world.deal(world.linked_deal(CurrencyIsoCode="EUR", Amount="1", CloseDate=day, Name=day)[0], "amount")
        for day in ("2025-12-31", "2027-01-30", "2027-01-31")
    ]
    assert shown == ["1.25", "2", "3"]


def test_without_a_rate_the_amount_alone_is_parked(world: ConvertingWorld) -> None:
    deal, opportunity = world.linked_deal(CurrencyIsoCode="SEK", Amount="10")
    assert world.deal(deal, "amount", "dealname") == (None, "Engine")
    (row,) = world.parked()
    assert (row.part, row.category) == ("amount", Category.PROPERTY_VALUES)
    assert "no exchange rate between USD and SEK" in row.reason
    assert "Manage Currencies" in row.fix
    world.edit_opportunity(opportunity, CurrencyIsoCode="EUR")
    world.run()
    assert world.deal(deal, "amount") == "12.5"
    assert world.parked() == []


@pytest.mark.parametrize(
    ("to", "currencies", "reason"),
    [
        ("JPY", CURRENCIES, "HubSpot has no currency JPY."),
        ("USD", [{"IsoCode": "EUR", "IsCorporate": True}], "Salesforce has no currency USD."),
        ("USD", [], "Salesforce has one currency only, so there is nothing to convert by."),
    ],
)
def test_a_currency_that_a_system_lacks_is_refused(to: str, currencies: list[dict[str, Any]], reason: str) -> None:
    world = DealWorld(HubspotSettings(additional_currencies=("USD",)))
    if currencies:
        world.control(Side.SALESFORCE, "schema", {"op": "enable_multi_currency", "currencies": currencies})
    world.product.parameters.write("settings/deal", f'{{"enabled": true, "convert_amounts_to": "{to}"}}')
    world.product.guard()
    (refusal,) = world.product.configurations.refused()
    assert (refusal.parameter, refusal.place, refusal.reason) == ("settings/deal", "/convert_amounts_to", reason)
    assert refusal.fix


def test_rates_are_asked_for_where_amounts_are_converted_and_not_elsewhere() -> None:
    asked = []
    for settings in ({}, {"convert_amounts_to": "USD"}):
        world = ConvertingWorld()
        world.put("settings/deal", {"enabled": True, **settings})
        with world.counting() as calls:
            world.read_schemas()
        asked.append(calls.salesforce)
    assert asked[1] - asked[0] == 1
