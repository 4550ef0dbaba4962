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
from sandbox.salesforce.seed.users import PERSON, users
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.times import DAY_MS

_AGE_DAYS = 30
_STATUSES = (
    ("Open - Not Contacted", False),
    ("Working - Contacted", False),
    ("Closed - Converted", True),
    ("Closed - Not Converted", False),
)


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
    for name, rows in {**_samples(), **_administration(settings)}.items():
        table = store.table(schema[name])
        for row in rows:
            table.put({**row, **audit})
        ids.skip(schema[name].key_prefix, len(rows))


def _administration(settings: SalesforceSettings) -> dict[str, list[Row]]:
    organization = {
        "Id": settings.org_id,
        "Name": "Sandbox",
        "OrganizationType": "Developer Edition",
        "IsSandbox": False,
        "InstanceName": "SBX1",
        "TimeZoneSidKey": "America/Los_Angeles",
    }
    return {"User": users(settings), "Organization": [organization], "LeadStatus": _statuses()}


@cache
def _statuses() -> list[Row]:
    return [
        {
            "Id": numbered("01J", place),
            "MasterLabel": label,
            "ApiName": label,
            "SortOrder": place,
            "IsDefault": place == 1,
            "IsConverted": converted,
        }
        for place, (label, converted) in enumerate(_STATUSES, start=1)
    ]


@cache
def _samples() -> dict[str, list[Row]]:
    accounts = _rows("Account")
    by_name = {account["Name"]: account["Id"] for account in accounts}
    contacts = _rows("Contact")
    for contact in contacts:
        contact["AccountId"] = by_name[contact.pop("Account")]
    return {"Account": accounts, "Contact": contacts, "Lead": _rows("Lead")}


def _rows(object_name: str) -> list[Row]:
    kind = standard_objects()[object_name]
    records: list[dict[str, Any]] = json.loads((Path(__file__).parent / f"{object_name}.json").read_text("utf-8"))
    rows = []
    for place, record in enumerate(records, start=1):
        row: Row = {"Id": numbered(kind.key_prefix, place), **kind.defaults, "OwnerId": PERSON, **record}
        if kind.is_person:
            row["Name"] = f"{row['FirstName']} {row['LastName']}"
        rows.append(row)
    return rows
