"""The Tooling API's queries, as far as they ask for validation rules.

See https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm
"""

from __future__ import annotations

import re
from typing import Any
from zlib import crc32

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.ids import numbered
from sandbox.salesforce.schema.validation_rule import ValidationRule
from sandbox.salesforce.times import iso

_FROM = re.compile(r"\bFROM\s+(\w+)", re.IGNORECASE)
_OBJECTS = re.compile(r"QualifiedApiName\s+IN\s*\(([^)]*)\)", re.IGNORECASE)
_PREFIX = "03d"


def query(call: Call) -> Response:
    """Every rule is active here: the control removes those that are not."""
    soql = call.request.param("q") or ""
    asked = _FROM.search(soql)
    if asked is None:
        raise refuse_request("MALFORMED_QUERY", "A query string has to be specified")
    if asked[1].lower() != "validationrule":
        raise refuse_request("INVALID_TYPE", f"sObject type '{asked[1]}' is not supported.")
    among = _OBJECTS.search(soql)
    objects = [name.strip(" '") for name in among[1].split(",")] if among else [kind.name for kind in call.org.schema]
    rows = [_row(call, name, rule) for name in objects for rule in call.object_type(name).rules.values()]
    rows.sort(key=lambda row: str(row["Id"]))
    body = {"size": len(rows), "totalSize": len(rows), "done": True, "entityTypeName": "ValidationRule"}
    return json_response(200, {**body, "records": rows})


def _row(call: Call, object_type: str, rule: ValidationRule) -> dict[str, Any]:
    rule_id = numbered(_PREFIX, crc32(f"{object_type}.{rule.name}".encode()))
    url = f"{call.base}/tooling/sobjects/ValidationRule/{rule_id}"
    return {
        "attributes": {"type": "ValidationRule", "url": url},
        "Id": rule_id,
        "LastModifiedDate": iso(rule.modified_ms),
    }
