"""Steps of the demo about deals."""

from __future__ import annotations

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS


def deal(stage: Stage) -> str:
    """Switched on, HubSpot gets a pipeline with Salesforce's stages, and an opportunity moves through it as a deal."""
    stage.stack.put_parameter("settings/deal", {"enabled": True})
    stage.stack.admin("setup.properties")
    stage.stack.put_parameter("settings/deal", {"enabled": True, "create_in_hubspot": True})
    stage.rest(CONFIG_CACHE_SECONDS)  # until no worker remembers the old setting
    contact_id, person_id = stage.new_pair("alma")
    name = f"Dish {stage.email('x').partition('@')[0]}"
    fields = {"Name": name, "StageName": "Prospecting", "CloseDate": "2027-01-31", "Amount": 900}
    opportunity_id = stage.salesforce.create("Opportunity", fields)
    stage.salesforce.create("OpportunityContactRole", {"OpportunityId": opportunity_id, "ContactId": person_id})
    stage.edited(2)
    stage.wait("the deal", lambda: len(stage.hubspot.find("deals", "dealname", name)), 1)
    deal_id = str(stage.hubspot.find("deals", "dealname", name)[0]["id"])
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


def _ids(answer: dict[str, list[dict[str, object]]]) -> list[str]:
    return [str(one["toObjectId"]) for one in answer["results"]]
