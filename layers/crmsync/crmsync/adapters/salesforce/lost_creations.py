"""Finds records again whose creation got no answer: what our own user made lately under the same name.

The user's id is in the address of the identity that each version's root names.
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_discoveryresource.htm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.matches import Matches
from crmsync.adapters.salesforce.records import record_of
from crmsync.adapters.salesforce.soql import Query, created_lately, lists_that_fit
from crmsync.core.record import Record
from crmsync.core.salesforce_id import to_18
from crmsync.ports.crm import LostCreations

_PURPOSE = "lost_creations"


def find_lost_creations(api: SalesforceApi, wanted: LostCreations) -> Mapping[str, tuple[Record, ...]]:
    user_id = own_user_id(api)
    found = Matches([_compared(name) for name in wanted.names], lambda row: _compared(str(row[wanted.name_field])))
    for rows in api.queries(list(_queries(wanted, user_id)), _PURPOSE):
        found.take(_recorded(rows, wanted))
    by_key = found.by_key
    return {name: by_key[_compared(name)] for name in wanted.names}


def own_user_id(api: SalesforceApi) -> str:
    """Of the integration user, whom the session belongs to. One call."""
    return to_18(str(api.get("/", _PURPOSE)["identity"]).rstrip("/").rpartition("/")[2])


def _queries(wanted: LostCreations, user_id: str) -> Iterator[Query]:
    for names in lists_that_fit(name.strip() for name in wanted.names):
        yield created_lately(wanted.object_type, wanted.fields, wanted.name_field, names, user_id)


def _recorded(rows: Sequence[Row], wanted: LostCreations) -> Iterator[tuple[Row, Record]]:
    return ((row, record_of(row, wanted.object_type, wanted.fields)) for row in rows)


def _compared(name: str) -> str:
    """SOQL compares without case, and Salesforce trims what it stores."""
    return name.strip().lower()
