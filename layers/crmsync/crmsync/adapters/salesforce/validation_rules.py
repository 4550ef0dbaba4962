"""The org's validation rules, by the Tooling API: no description of an object tells of them.

See https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote_plus

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.adapters.salesforce.simple_client import format_soql

_SOQL = (
    "SELECT Id, LastModifiedDate FROM ValidationRule"
    " WHERE Active = true AND EntityDefinition.QualifiedApiName IN {} ORDER BY Id"
)


def read_validation_rules(api: SalesforceApi, object_types: Sequence[str]) -> tuple[str, ...]:
    """One page: an object has at most 500 active rules."""
    soql = format_soql(_SOQL, list(object_types))
    answer = api.get(f"/tooling/query/?q={quote_plus(soql, safe=',()')}", "validation_rules")
    return tuple(f"{row['Id']} {row['LastModifiedDate']}" for row in answer.get("records") or ())
