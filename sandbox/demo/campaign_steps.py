"""Steps of the demo about Salesforce campaigns."""

from __future__ import annotations

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

SHOWN = "salesforcecampaignids"


def campaigns(stage: Stage) -> str:
    """Switched on by one parameter; the property gets the campaign as an option, and the contact shows it."""
    campaign = stage.salesforce.create("Campaign", {"Name": "Spring fair", "IsActive": True})
    stage.stack.put_parameter("settings/campaign", {"enabled": True})
    stage.rest(CONFIG_CACHE_SECONDS)  # until every worker knows
    contact_id, person_id = stage.new_pair("dorothy")
    stage.wait("queues at rest", stage.at_rest)
    member = stage.salesforce.create("CampaignMember", {"CampaignId": campaign, "ContactId": person_id})
    stage.edited()
    took = stage.wait("the campaign in HubSpot", lambda: stage.contact(contact_id, SHOWN), campaign)
    stage.salesforce.delete("CampaignMember", member)
    stage.wait("its removal in HubSpot", lambda: _is_removed(stage, contact_id), every=1)
    return f"the contact shows the campaign {took:.2f} s after the person joined it, and not any more once they left"


def _is_removed(stage: Stage, contact_id: str) -> bool:
    """An event of a removal names nobody; the poll finds whom, every five minutes by its schedule."""
    stage.stack.invoke("SalesforcePollFunction", {"force": True})
    return not stage.contact(contact_id, SHOWN)
