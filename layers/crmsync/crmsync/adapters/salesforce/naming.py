"""Records that name others, read to the last one: rows of an import's kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.soql import lists_that_fit, naming
from crmsync.core.record import Value
from crmsync.ports.crm import NamingRows


def read_naming(api: SalesforceApi, wanted: NamingRows) -> list[Mapping[str, Value]]:
    queries = [naming(wanted.object_type, wanted.fields, wanted.field, ids) for ids in lists_that_fit(wanted.ids)]
    answers = api.queries(queries, "naming")
    return [{name: _value(row, name) for name in wanted.fields} for rows in answers for row in rows]


def _value(row: Row, path: str) -> Value:
    """None where the record at the end of the relationship cannot be seen."""
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if found is not None else None
    return None if found is None else str(found)
