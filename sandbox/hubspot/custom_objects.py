"""Custom objects: their schemas, created by the account and given the ids `2-…`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.associations.types import AssociationType
from sandbox.hubspot.errors import ValidationError, VendorError
from sandbox.hubspot.objects.schema import ObjectType
from sandbox.hubspot.objects.shapes import Json
from sandbox.hubspot.objects.standard_properties import choice, owner, standard_type
from sandbox.hubspot.portal import Portal
from sandbox.hubspot.properties import SINCE, property_from, property_json
from sandbox.hubspot.routing import Call, Route

ACTIVITIES = ("0-27", "0-46", "0-47", "0-48", "0-49")
"""What every custom object may be associated with from the start."""


def create_schema(call: Call) -> Response:
    """Raises 400 for a bad definition and 409 for a name that is taken."""
    body = call.body()
    missing = [key for key in ("name", "labels", "properties", "requiredProperties") if key not in body]
    if missing:
        raise ValidationError(f"Some required fields were not set: [{', '.join(missing)}]")
    others = [call.portal.type_id(str(other).lower()) for other in body.get("associatedObjects") or ()]
    made = _object_type(call.portal, body)
    call.portal.add_type(made, names=_names(call.portal, made))
    for other in (*ACTIVITIES, *others):
        _connect(call.portal, made.id, other)
    return json_response(201, _schema_json(call.portal, made))


def _object_type(portal: Portal, body: Mapping[str, Any]) -> ObjectType:
    name = str(body["name"])
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,99}", name):
        raise ValidationError(f"Object name {name} must be letters, digits and underscores")
    if portal.knows(name) or portal.knows(f"p_{name}"):
        raise VendorError(409, "OBJECT_ALREADY_EXISTS", f"Object type {name} already exists")
    own = (owner("Owner"), choice("hs_pipeline", "Pipeline"), choice("hs_pipeline_stage", "Pipeline Stage"))
    made = standard_type(
        portal.next_type_id(),
        name,
        name,
        own,
        group=f"{name}_information",
        scope="custom",
        searched=tuple(body.get("searchableProperties") or ()),
        always_required=tuple(body["requiredProperties"]),
    )
    made.labels = {key: str(label) for key, label in body["labels"].items()}
    made.primary_display = str(body.get("primaryDisplayProperty") or "")
    for row in body["properties"]:
        found = property_from({"groupName": f"{name}_information", **row}, made, portal.now_ms())
        made.properties[found.name] = found
    unknown = [one for one in made.always_required if one not in made.properties]
    if unknown:
        raise ValidationError(f"requiredProperties names what is no property: {', '.join(unknown)}")
    return made


def _names(portal: Portal, made: ObjectType) -> tuple[str, ...]:
    return made.name, f"p_{made.name}", _qualified(portal, made)


def _qualified(portal: Portal, made: ObjectType) -> str:
    return f"p{portal.settings.portal_id}_{made.name}" if made.id.startswith("2-") else made.singular.upper()


def _connect(portal: Portal, start: str, end: str) -> AssociationType:
    words = portal.store(start).object_type.singular, portal.store(end).object_type.singular
    names = (f"{words[0]}_to_{words[1]}", f"{words[1]}_to_{words[0]}")
    return portal.associations.types.connect(start, end, names)


def _association_json(one: AssociationType) -> Json:
    return {
        "id": str(one.key.number),
        "name": one.name,
        "fromObjectTypeId": one.start,
        "toObjectTypeId": one.end,
        "createdAt": SINCE,
        "updatedAt": SINCE,
    }


def _schema_json(portal: Portal, found: ObjectType) -> Json:
    return {
        "id": found.id.rpartition("-")[2],
        "objectTypeId": found.id,
        "fullyQualifiedName": _qualified(portal, found),
        "name": found.name,
        "labels": found.labels,
        "primaryDisplayProperty": found.primary_display,
        "secondaryDisplayProperties": [],
        "requiredProperties": list(found.always_required),
        "searchableProperties": list(found.searched),
        "properties": [property_json(one) for one in found.properties.values() if not one.archived],
        "associations": [_association_json(one) for one in _associations_of(portal, found)],
        "allowsSensitiveProperties": False,
        "archived": False,
        "createdAt": SINCE,
        "updatedAt": SINCE,
    }


def _associations_of(portal: Portal, found: ObjectType) -> list[AssociationType]:
    types = portal.associations.types
    pairs = [pair for other in portal.object_types() for pair in ((found.id, other.id), (other.id, found.id))]
    return list(dict.fromkeys(one for pair in pairs for one in types.between(*pair)))


def _found(call: Call) -> ObjectType:
    return call.portal.store(call.params["objectType"]).object_type


def list_schemas(call: Call) -> Response:
    """The account's own object types."""
    own = [found for found in call.portal.object_types() if found.id.startswith("2-")]
    return json_response(200, {"results": [_schema_json(call.portal, found) for found in own]})


def read_schema(call: Call) -> Response:
    return json_response(200, _schema_json(call.portal, _found(call)))


def create_association(call: Call) -> Response:
    body, portal = call.body(), call.portal
    ends = portal.type_id(str(body.get("fromObjectTypeId"))), portal.type_id(str(body.get("toObjectTypeId")))
    return json_response(201, _association_json(_connect(portal, *ends)))


READ = "crm.schemas.custom.read"
WRITE = "crm.schemas.custom.write"
_SCHEMAS = "crm-object-schemas/schemas"

ROUTES = (
    Route("GET", _SCHEMAS, list_schemas, READ),
    Route("POST", _SCHEMAS, create_schema, WRITE),
    Route("GET", _SCHEMAS + "/{objectType}", read_schema, READ),
    Route("POST", _SCHEMAS + "/{objectType}/associations", create_association, WRITE),
)
