"""Records with their children, created in one call: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.schema.object_type import ObjectType

MOST_RECORDS = 200


def tree(call: Call, kind: str) -> Response:
    start, planting = call.transaction.mark(), _Planting(call)
    for record in call.json_rows("records"):
        planting.plant(call.object_type(kind), record, {})
    if planting.errors:
        call.transaction.roll_back(start)
        return json_response(400, {"hasErrors": True, "results": planting.errors})
    return json_response(201, {"hasErrors": False, "results": planting.results})


class _Planting:
    def __init__(self, call: Call) -> None:
        self._call = call
        self.results: list[dict[str, Any]] = []
        self.errors: list[dict[str, Any]] = []

    def plant(self, kind: ObjectType, record: Mapping[str, Any], parent: Mapping[str, str]) -> None:
        """Creates the record and then its children; `parent` is the reference to the record above."""
        if len(self.results) >= MOST_RECORDS:
            message = f"record limit reached. cannot submit more than {MOST_RECORDS} records into this call"
            raise refuse_request("EXCEEDED_ID_LIMIT", message)
        branches = {name: value["records"] for name, value in record.items() if _is_branch(value)}
        own = {name: value for name, value in record.items() if name not in branches}
        attributes = record.get("attributes")
        reference = str(attributes.get("referenceId", "")) if isinstance(attributes, Mapping) else ""
        try:
            record_id = self._call.writer().insert(kind, {**own, **parent})
        except SalesforceError as error:
            self.errors.append({"referenceId": reference, "errors": error.row_errors()})
            return
        self.results.append({"referenceId": reference, "id": record_id})
        for child, field in self._call.org.schema.children(kind.name):
            for one in branches.get(field.child_relationship, []):
                self.plant(child, one, {field.name: record_id})


def _is_branch(value: object) -> bool:
    """`{"records": [{…}, …]}`: children of the record."""
    records = value.get("records") if isinstance(value, Mapping) else None
    return isinstance(records, list) and all(isinstance(one, Mapping) for one in records)
