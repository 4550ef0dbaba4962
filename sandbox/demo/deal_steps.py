"""Steps of the demo about deals."""

from __future__ import annotations

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

CURRENCIES = [{"IsoCode": "EUR", "IsCorporate": True}, {"IsoCode": "USD", "ConversionRate": 1.25}]


def deal(stage: Stage) -> str:
    """Switched on, HubSpot gets a pipeline with Salesforce's stages, and an opportunity moves through it as a deal."""
    stage.stack.put_parameter("settings/deal", {"enabled": True})
    stage.stack.admin("setup.properties")
    stage.stack.put_parameter("settings/deal", {"enabled": True, "create_in_hubspot": True})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("alma")
    opportunity_id = _opportunity(stage, "Dish", person_id, Amount=900)
    stage.wait("the deal", lambda: len(_deals(stage, opportunity_id)), 1)
    deal_id = _deals(stage, opportunity_id)[0]
    path = f"/crm/v4/objects/deals/{deal_id}/associations/contacts"
    stage.wait("its contact", lambda: _ids(stage.hubspot.request("GET", path)), [contact_id])
    stage.salesforce.update("Opportunity", opportunity_id, {"StageName": "Closed Won"})
    stage.edited()
    won = stage.wait(
        "won", lambda: stage.hubspot.read("deals", deal_id, "hs_is_closed_won")["hs_is_closed_won"], "true"
    )
    return (
        f"it became a deal with its contact, in a pipeline of Salesforce's stages, and was won there after {won:.2f} s"
    )


def lifecycle(stage: Stage) -> str:
    """Switched on, a contact moves on with the opportunities that it has a role in."""
    stage.stack.put_parameter("settings/contact", {"lifecycle": {"enabled": True}})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("chien")
    opportunity_id = _opportunity(stage, "Beta decay", person_id)
    there = stage.wait("an opportunity", lambda: stage.contact(contact_id, "lifecyclestage"), "opportunity")
    stage.salesforce.update("Opportunity", opportunity_id, {"StageName": "Closed Won"})
    stage.edited()
    won = stage.wait("a customer", lambda: stage.contact(contact_id, "lifecyclestage"), "customer")
    return f"a role on an opportunity made its contact one after {there:.2f} s; won, a customer after {won:.2f} s"


def currencies(stage: Stage) -> str:
    """Salesforce gets a second currency; one setting has all amounts in euros in HubSpot, by the org's own rate."""
    stage.stack.control("salesforce", "schema", {"op": "enable_multi_currency", "currencies": CURRENCIES})
    stage.stack.invoke("ConfigGuardFunction", {"force": True})
    stage.stack.put_parameter("settings/deal", {"enabled": True, "convert_amounts_to": "EUR"})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    _, person_id = stage.new_pair("marie")
    opportunity_id = _opportunity(stage, "Radium", person_id, Amount=500, CurrencyIsoCode="USD")
    took = stage.wait("its deal", lambda: len(_deals(stage, opportunity_id)), 1)
    deal_id = _deals(stage, opportunity_id)[0]
    shown = stage.hubspot.read("deals", deal_id, "amount", "deal_currency_code")
    stage.expect("its amount", (shown["amount"], shown["deal_currency_code"]), ("400", "EUR"))
    return f"an opportunity of 500 dollars is a deal of 400 euros after {took:.2f} s"


def _opportunity(stage: Stage, name: str, person_id: str, **more: object) -> str:
    """Open, with a role of that person."""
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": "2027-01-31", **more}
    opportunity_id = stage.salesforce.create("Opportunity", fields)
    stage.salesforce.create("OpportunityContactRole", {"OpportunityId": opportunity_id, "ContactId": person_id})
    stage.edited(2)
    return opportunity_id


def _deals(stage: Stage, opportunity_id: str) -> list[str]:
    return [str(one["id"]) for one in stage.hubspot.find("deals", "salesforceopportunityid", opportunity_id)]


def _ids(answer: dict[str, list[dict[str, object]]]) -> list[str]:
    return [str(one["toObjectId"]) for one in answer["results"]]
