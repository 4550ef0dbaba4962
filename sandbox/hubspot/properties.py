"""Property definitions and their groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import NotFoundError, ValidationError, VendorError
from sandbox.hubspot.objects.schema import ObjectType, Option, Property, PropertyGroup
from sandbox.hubspot.objects.shapes import Json, batch_json
from sandbox.hubspot.objects.single import store_of
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import iso_of

READ = "crm.schemas.{objectType}.read"
WRITE = "crm.schemas.{objectType}.write"
SINCE = "2019-08-06T02:41:08.029Z"

FIELD_TYPES = {
    "string": {"text", "textarea", "phonenumber", "file", "html", "calculation_equation"},
    "number": {"number", "calculation_equation"},
    "bool": {"booleancheckbox", "calculation_equation"},
    "date": {"date"},
    "datetime": {"date"},
    "enumeration": {"select", "radio", "checkbox", "booleancheckbox", "calculation_equation"},
    "phone_number": {"phonenumber"},
}
MAX_UNIQUE = 10


def property_json(found: Property) -> Json:
    made = SINCE if found.created_at is None else iso_of(found.created_at)
    shown: Json = {
        "name": found.name,
        "label": found.label,
        "type": found.type,
        "fieldType": found.field_type,
        "description": found.description,
        "groupName": found.group,
        "options": [_option_json(option) for option in found.options],
        "displayOrder": -1,
        "calculated": found.calculated,
        "externalOptions": found.external_options,
        "hasUniqueValue": found.unique,
        "hidden": found.hidden,
        "hubspotDefined": found.hubspot_defined,
        "formField": found.form_field,
        "dataSensitivity": "non_sensitive",
        "archived": found.archived,
        "createdAt": made,
        "updatedAt": made,
        "modificationMetadata": {
            "archivable": not found.hubspot_defined,
            "readOnlyDefinition": found.hubspot_defined,
            "readOnlyValue": found.read_only,
        },
    }
    if found.referenced_object_type:
        shown["referencedObjectType"] = found.referenced_object_type
    return shown


def _option_json(option: Option) -> Json:
    return {
        "label": option.label,
        "value": option.value,
        "displayOrder": option.display_order,
        "hidden": option.hidden,
        "description": "",
    }


def options_from(listed: object) -> tuple[Option, ...]:
    """Raises 400 for options without label or value, and for a value that comes twice."""
    rows = listed if isinstance(listed, list) else []
    if any(not isinstance(row, dict) or not row.get("value") or not row.get("label") for row in rows):
        raise ValidationError("Every option needs a label and a value")
    values = [str(row["value"]) for row in rows]
    if len(set(values)) < len(values):
        raise ValidationError("Property option values must be unique")
    return tuple(
        Option(str(row["value"]), str(row["label"]), int(row.get("displayOrder", -1)), bool(row.get("hidden", False)))
        for row in rows
    )


def property_from(body: Mapping[str, Any], object_type: ObjectType, now: int) -> Property:
    """A custom property. Raises 400 for what HubSpot would refuse and 409 for a name that is taken."""
    missing = [key for key in ("name", "label", "type", "fieldType", "groupName") if not body.get(key)]
    if missing:
        raise ValidationError(f"Some required fields were not set: [{', '.join(missing)}]")
    name, kind, field_type = str(body["name"]), str(body["type"]), str(body["fieldType"])
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name):
        raise ValidationError(f"Property name {name} must be lower-case letters, digits and underscores")
    if object_type.live(name) is not None:
        raise VendorError(409, "OBJECT_ALREADY_EXISTS", f"Property with name '{name}' already exists")
    if field_type not in FIELD_TYPES.get(kind, set()):
        raise ValidationError(f"Property type {kind} cannot have the field type {field_type}")
    if body["groupName"] not in object_type.groups:
        raise ValidationError(f"Property group {body['groupName']} does not exist")
    unique = bool(body.get("hasUniqueValue", False))
    if unique and len(object_type.unique_properties()) >= MAX_UNIQUE:
        raise ValidationError(f"An object can have at most {MAX_UNIQUE} properties with unique values")
    return Property(
        name,
        str(body["label"]),
        kind,
        field_type,
        str(body["groupName"]),
        options_from(body.get("options")),
        read_only=field_type == "calculation_equation",
        calculated=field_type == "calculation_equation",
        hubspot_defined=False,
        unique=unique,
        hidden=bool(body.get("hidden", False)),
        form_field=bool(body.get("formField", False)),
        description=str(body.get("description") or ""),
        created_at=now,
    )


def _type_of(call: Call) -> ObjectType:
    return store_of(call).object_type


def _existing(call: Call, name: str, *, archived: bool = False) -> Property:
    found = _type_of(call).properties.get(name)
    if found is None or found.archived != archived:
        raise NotFoundError(f"Property {name} does not exist")
    return found


def _add(call: Call, body: Mapping[str, Any]) -> Property:
    made = property_from(body, _type_of(call), call.portal.now_ms())
    _type_of(call).properties[made.name] = made
    store_of(call).schema_changed()
    return made


def list_properties(call: Call) -> Response:
    archived = call.flag("archived")
    found = [one for one in _type_of(call).properties.values() if one.archived == archived]
    return json_response(200, {"results": [property_json(one) for one in found]})


def read_property(call: Call) -> Response:
    return json_response(200, property_json(_existing(call, call.params["name"], archived=call.flag("archived"))))


def create_property(call: Call) -> Response:
    return json_response(201, property_json(_add(call, call.body())))


def update_property(call: Call) -> Response:
    found, body = _existing(call, call.params["name"]), call.body()
    if found.hubspot_defined and set(body) - {"options"}:
        raise ValidationError(f"{found.name} is a HubSpot-defined property and cannot be changed")
    texts = {"label": "label", "description": "description", "group": "groupName"}
    changes: dict[str, Any] = {mine: str(body[theirs]) for mine, theirs in texts.items() if theirs in body}
    if "options" in body:
        changes["options"] = options_from(body["options"])
    changed = replace(found, **changes)
    _type_of(call).properties[found.name] = changed
    return json_response(200, property_json(changed))


def archive_property(call: Call) -> Response:
    found = _existing(call, call.params["name"])
    if found.hubspot_defined:
        raise ValidationError(f"{found.name} is a HubSpot-defined property and cannot be archived")
    _type_of(call).properties[found.name] = replace(found, archived=True)
    return Response(204)


def _inputs(call: Call) -> list[Json]:
    inputs = call.body().get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise ValidationError("inputs may not be empty")
    return inputs


def read_properties(call: Call) -> Response:
    names = [str(row.get("name")) for row in _inputs(call)]
    known = [found for name in names if (found := _type_of(call).live(name)) is not None]
    missing = [name for name in names if _type_of(call).live(name) is None]
    errors = [NotFoundError(f"Property {name} does not exist").in_batch({"name": [name]}) for name in missing]
    body = batch_json([property_json(one) for one in known], errors, call.portal.now_ms())
    return json_response(207 if errors else 200, body)


def create_properties(call: Call) -> Response:
    results, errors = [], []
    for row in _inputs(call):
        try:
            results.append(property_json(_add(call, row)))
        except VendorError as error:
            errors.append(error.in_batch({"name": [str(row.get("name"))]}))
    return json_response(207 if errors else 201, batch_json(results, errors, call.portal.now_ms()))


def _group_json(group: PropertyGroup) -> Json:
    return {
        "name": group.name,
        "label": group.label,
        "displayOrder": group.display_order,
        "archived": group.archived,
    }


def list_groups(call: Call) -> Response:
    return json_response(200, {"results": [_group_json(one) for one in _type_of(call).groups.values()]})


def read_group(call: Call) -> Response:
    found = _type_of(call).groups.get(call.params["group"])
    if found is None:
        raise NotFoundError(f"Property group {call.params['group']} does not exist")
    return json_response(200, _group_json(found))


def create_group(call: Call) -> Response:
    body = call.body()
    name, label = str(body.get("name") or ""), str(body.get("label") or "")
    if not name or not label:
        raise ValidationError("Some required fields were not set: [name, label]")
    if name in _type_of(call).groups:
        raise VendorError(409, "OBJECT_ALREADY_EXISTS", f"Property group with name '{name}' already exists")
    made = PropertyGroup(name, label, int(body.get("displayOrder", -1)))
    _type_of(call).groups[name] = made
    return json_response(201, _group_json(made))


_OF = "crm/properties/{objectType}"
ROUTES = (
    Route("GET", _OF, list_properties, READ),
    Route("POST", _OF, create_property, WRITE),
    Route("POST", _OF + "/batch/read", read_properties, READ),
    Route("POST", _OF + "/batch/create", create_properties, WRITE),
    Route("GET", _OF + "/groups", list_groups, READ),
    Route("POST", _OF + "/groups", create_group, WRITE),
    Route("GET", _OF + "/groups/{group}", read_group, READ),
    Route("GET", _OF + "/{name}", read_property, READ),
    Route("PATCH", _OF + "/{name}", update_property, WRITE),
    Route("DELETE", _OF + "/{name}", archive_property, WRITE),
)
