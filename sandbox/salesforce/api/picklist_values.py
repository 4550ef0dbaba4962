"""The User Interface API's picklist values: which values a record type offers.

See https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_resources_picklist_values.htm
"""

from __future__ import annotations

from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.schema.field import Field
from sandbox.salesforce.schema.object_type import ObjectType

MASTER = "012000000000000AAA"


def picklist_values(call: Call, kind: str, record_type: str, field: str) -> Response:
    object_type = call.object_type(kind)
    picklist = object_type.field(field)
    if picklist is None or picklist.type not in {"picklist", "multipicklist"} or not _is_of(object_type, record_type):
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    offered = object_type.record_type_values.get(record_type, {}).get(picklist.name, picklist.values)
    url = f"{call.base}/ui-api/object-info/{object_type.name}/picklist-values/{record_type}/{picklist.name}"
    values = [_value(call, object_type, picklist, value) for value in picklist.values if value in offered]
    default = next((one for one in values if one["value"] == picklist.default), None)
    return json_response(200, {"controllerValues": {}, "defaultValue": default, "url": url, "values": values})


def _is_of(kind: ObjectType, record_type: str) -> bool:
    return record_type == MASTER or any(one["recordTypeId"] == record_type for one in kind.record_types)


def _value(call: Call, kind: ObjectType, field: Field, value: str) -> dict[str, Any]:
    attributes = _of_stage(call, value) if (kind.name, field.name) == ("Opportunity", "StageName") else None
    return {"attributes": attributes, "label": field.label_of(value), "validFor": [], "value": value}


def _of_stage(call: Call, name: str) -> dict[str, Any] | None:
    stages = call.org.store.rows("OpportunityStage").values()
    return next(
        (
            {
                "picklistAttributesValueType": "OpportunityStage",
                "closed": stage["IsClosed"],
                "won": stage["IsWon"],
                "defaultProbability": stage["DefaultProbability"],
                "forecastCategoryName": stage["ForecastCategoryName"],
            }
            for stage in stages
            if stage["ApiName"] == name
        ),
        None,
    )
