"""Puts the seed data into an empty org."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.salesforce.ids import IdSequence, numbered
from sandbox.salesforce.schema.catalogue import standard_objects
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.seed.lists import lists
from sandbox.salesforce.seed.users import PERSON, users
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.times import DAY_MS
from sandbox.salesforce.write.derive import derive

_AGE_DAYS = 30


def plant(schema: OrgSchema, store: Store, ids: IdSequence, settings: SalesforceSettings, now_ms: int) -> None:
    """Sample records are a month old and belong to the person. Their ids are the same in every org."""
    created = now_ms - _AGE_DAYS * DAY_MS
    audit = {
        "CreatedDate": created,
        "CreatedById": PERSON,
        "LastModifiedDate": created,
        "LastModifiedById": PERSON,
        "SystemModstamp": created,
    }
    for name, rows in {**_administration(settings), **lists(), **_samples()}.items():
        kind = schema[name]
        for row in rows:
            planted = {**row, **audit}
            derive(store, kind, planted, {}, created)
            store.table(kind).put(planted)
        ids.skip(kind.key_prefix, len(rows))


def _administration(settings: SalesforceSettings) -> dict[str, list[Row]]:
    organization = {
        "Id": settings.org_id,
        "Name": "Sandbox",
        "OrganizationType": "Developer Edition",
        "IsSandbox": False,
        "InstanceName": "SBX1",
        "TimeZoneSidKey": "America/Los_Angeles",
    }
    return {"User": users(settings), "Organization": [organization]}


@cache
def _samples() -> dict[str, list[Row]]:
    """Accounts first: the others name theirs."""
    accounts = _rows("Account")
    by_name = {account["Name"]: account["Id"] for account in accounts}
    of_accounts = {name: _rows(name) for name in ("Contact", "Opportunity", "Case")}
    for rows in of_accounts.values():
        for row in rows:
            row["AccountId"] = by_name[row.pop("Account")]
    campaigns = _rows("Campaign")
    statuses = [status for campaign in campaigns for status in _member_statuses(campaign["Id"])]
    statuses = [{"Id": numbered("01Y", place), **status} for place, status in enumerate(statuses, start=1)]
    return {
        "Account": accounts,
        **of_accounts,
        "Lead": _rows("Lead"),
        "Campaign": campaigns,
        "CampaignMemberStatus": statuses,
    }


def _member_statuses(campaign_id: str) -> list[Row]:
    sent: Row = {"CampaignId": campaign_id, "Label": "Sent", "SortOrder": 1, "IsDefault": True, "HasResponded": False}
    responded = {**sent, "Label": "Responded", "SortOrder": 2, "IsDefault": False, "HasResponded": True}
    return [{"IsDeleted": False, **sent}, {"IsDeleted": False, **responded}]


def _rows(object_name: str) -> list[Row]:
    kind = standard_objects()[object_name]
    records: list[dict[str, Any]] = json.loads((Path(__file__).parent / f"{object_name}.json").read_text("utf-8"))
    return [
        {"Id": numbered(kind.key_prefix, place), **kind.defaults, "OwnerId": PERSON, **record}
        for place, record in enumerate(records, start=1)
    ]
