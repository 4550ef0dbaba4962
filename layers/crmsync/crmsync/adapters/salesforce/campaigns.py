"""Campaigns of Salesforce by name, and who is a member.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_campaign.htm
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.soql import active_campaigns, campaign_names, campaigns_with_statuses, lists_that_fit
from crmsync.core.campaign_join import OpenCampaign
from crmsync.core.salesforce_id import to_18


def read_names(api: SalesforceApi, ids: Sequence[str], newest: int) -> dict[str, str]:
    queries = [active_campaigns(newest), *(campaign_names(part) for part in lists_that_fit(list(dict.fromkeys(ids))))]
    rows = [row for found in api.queries(queries, "campaigns") for row in found]
    return {to_18(str(row["Id"])): str(row["Name"]) for row in rows}


def read_campaigns(api: SalesforceApi, ids: Sequence[str]) -> dict[str, OpenCampaign]:
    queries = [campaigns_with_statuses(part) for part in lists_that_fit(list(dict.fromkeys(ids)))]
    rows = [row for found in api.queries(queries, "campaigns") for row in found]
    return {to_18(str(row["Id"])): _campaign(row) for row in rows}


def _campaign(row: Row) -> OpenCampaign:
    statuses = (row.get("CampaignMemberStatuses") or {}).get("records") or ()
    return OpenCampaign(str(row["Name"]), bool(row["IsActive"]), tuple(str(one["Label"]) for one in statuses))
