"""Salesforce's users, who own records.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm
"""

from __future__ import annotations

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.soql import owning_users
from crmsync.core.owner_directory import Person
from crmsync.core.salesforce_id import to_18


def read_users(api: SalesforceApi) -> list[Person]:
    (rows,) = api.queries([owning_users()], "users")
    return [_person(row) for row in rows]


def _person(row: Row) -> Person:
    name = f"{row.get('FirstName') or ''} {row.get('LastName') or ''}"
    return Person(to_18(str(row["Id"])), str(row.get("Email") or ""), name.strip(), bool(row.get("IsActive")))
