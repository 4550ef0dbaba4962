"""Steps of the demo about Salesforce campaigns."""

from __future__ import annotations

import uuid

from sandbox.demo.stage import Stage
from sandbox.stack.local_deployment import CONFIG_CACHE_SECONDS

SHOWN = "salesforcecampaignids"
STATUS = "Responded"


def campaigns(stage: Stage) -> str:
    """Two parameters; whoever submits the form joins, and whoever leaves is not shown as a member any more."""
    campaign, form = stage.salesforce.create("Campaign", {"Name": "Spring fair", "IsActive": True}), str(uuid.uuid4())
    stage.stack.put_parameter("settings/campaign", {"enabled": True})
    stage.stack.put_parameter("campaigns/fair", {"form_id": form, "campaign_id": campaign, "status": STATUS})
    stage.rest(CONFIG_CACHE_SECONDS)  # until every worker knows
    visitor_id, visiting_person = stage.new_pair("vesta")
    _submit(stage, visitor_id, form)
    contact_id, person_id = stage.new_pair("dorothy")
    stage.wait("queues at rest", stage.at_rest)
    member = stage.salesforce.create("CampaignMember", {"CampaignId": campaign, "ContactId": person_id})
    stage.edited(2)
    took = stage.wait("the campaign in HubSpot", lambda: stage.contact(contact_id, SHOWN), campaign)
    stage.salesforce.delete("CampaignMember", member)
    joined = stage.wait("who submitted", lambda: _statuses(stage, campaign, visiting_person), [STATUS], every=1)
    stage.wait("both in HubSpot", lambda: _shown(stage, contact_id, visitor_id), (None, campaign), every=1)
    return (
        f"the contact shows the campaign {took:.2f} s after the person joined it, and not any more once they left; "
        f"who submitted a form in HubSpot was a member, as {STATUS}, after {joined:.2f} s"
    )


def _submit(stage: Stage, contact_id: str, form: str) -> None:
    did = {"contact": contact_id, "did": "form_submission", "name": "Spring fair", "form": form}
    stage.stack.control("hubspot", "engage", did)


def _statuses(stage: Stage, campaign: str, person_id: str) -> list[str]:
    """What the schedule does every five minutes."""
    stage.stack.invoke("HubspotPollFunction", {"force": True})
    soql = f"SELECT Status FROM CampaignMember WHERE CampaignId = '{campaign}' AND ContactId = '{person_id}'"
    return [str(row["Status"]) for row in stage.salesforce.query(soql)]


def _shown(stage: Stage, *contacts: str) -> tuple[str | None, ...]:
    """An event of a removal names nobody; the poll finds whom, every five minutes by its schedule."""
    stage.stack.invoke("SalesforcePollFunction", {"force": True})
    return tuple(stage.contact(one, SHOWN) for one in contacts)
