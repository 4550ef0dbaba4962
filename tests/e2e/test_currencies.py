"""Amounts on the real functions: with their currency code, and converted by the org's own rates."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.journey import Journey, eventually
from tests.e2e.test_deals import CLOSES, deals_of, named, opportunities_of, stages

pytestmark = pytest.mark.stack

CURRENCIES = [{"IsoCode": "EUR", "IsCorporate": True}, {"IsoCode": "USD", "ConversionRate": 1.25}]
BOTH_WAYS = {"mappings": [{"hubspot": "amount", "salesforce": "Amount", "rule": "two_way"}]}


@pytest.fixture
def trading(journey: Journey) -> Iterator[Journey]:
    """Salesforce has a second currency from then on, which cannot be taken back; the amount goes both ways."""
    journey.stack.control("salesforce", "schema", {"op": "enable_multi_currency", "currencies": CURRENCIES})
    journey.stack.invoke("ConfigGuardFunction", {"force": True})
    with journey.switched_on("deal", {"mappings/deal": BOTH_WAYS}):
        yield journey


def test_an_amount_crosses_with_its_currency_or_converted_to_one(trading: Journey) -> None:
    as_it_is = deal_of(trading, opportunity_in_dollars(trading))
    assert money_of_deal(trading, as_it_is) == ("100", "USD")
    deal = trading.hubspot.create("deals", {**new_deal(trading), "amount": "7", "deal_currency_code": "USD"})
    eventually(lambda: money_of_opportunity(trading, deal), (7, "USD"))
    trading.set_parameter("settings/deal", {"enabled": True, "convert_amounts_to": "EUR"})
    converted = deal_of(trading, opportunity_in_dollars(trading))
    assert money_of_deal(trading, converted) == ("80", "EUR")
    trading.hubspot.update("deals", converted, {"amount": "40"})
    eventually(lambda: money_of_opportunity(trading, converted), (50, "USD"))
    assert money_of_deal(trading, as_it_is) == ("100", "USD")


def opportunity_in_dollars(journey: Journey) -> str:
    name = named()
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": CLOSES, "Amount": 100, "CurrencyIsoCode": "USD"}
    journey.salesforce.create("Opportunity", fields)
    return name


def new_deal(journey: Journey) -> dict[str, str]:
    pipeline, stage = stages(journey)
    return {"dealname": named(), "closedate": CLOSES, "pipeline": pipeline, "dealstage": stage["Prospecting"]}


def deal_of(journey: Journey, name: str) -> str:
    eventually(lambda: len(deals_of(journey, name)), 1)
    return deals_of(journey, name)[0]


def money_of_deal(journey: Journey, deal: str) -> tuple[str, str]:
    shown = journey.hubspot.read("deals", deal, "amount", "deal_currency_code")
    return shown["amount"], shown["deal_currency_code"]


def money_of_opportunity(journey: Journey, deal: str) -> tuple[float, str] | None:
    """Of the deal's; None while it has none."""
    name = journey.hubspot.read("deals", deal, "dealname")["dealname"]
    found = opportunities_of(journey, name)
    if len(found) != 1:
        return None
    shown = journey.salesforce.read("Opportunity", found[0], "Amount", "CurrencyIsoCode")
    return shown["Amount"], shown["CurrencyIsoCode"]
