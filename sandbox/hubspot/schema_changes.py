"""`POST /__sim__/schema`: an administrator changes the portal while the sync runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.hubspot.errors import ValidationError
from sandbox.hubspot.objects.schema import MAX_TEXT, ObjectType, Option, Permission, Property, ValidationRule, options
from sandbox.hubspot.portal import Portal

Json = dict[str, Any]
Values = Mapping[str, str]

_TYPES = {
    "string": ("string", "text"),
    "text": ("string", "text"),
    "textarea": ("string", "textarea"),
    "email": ("string", "text"),
    "url": ("string", "text"),
    "phone": ("string", "phonenumber"),
    "phone_number": ("string", "phonenumber"),
    "number": ("number", "number"),
    "currency": ("number", "number"),
    "double": ("number", "number"),
    "int": ("number", "number"),
    "percent": ("number", "number"),
    "bool": ("bool", "booleancheckbox"),
    "boolean": ("bool", "booleancheckbox"),
    "checkbox": ("bool", "booleancheckbox"),
    "date": ("date", "date"),
    "datetime": ("datetime", "date"),
    "enumeration": ("enumeration", "select"),
    "picklist": ("enumeration", "select"),
    "multipicklist": ("enumeration", "checkbox"),
    "multienumeration": ("enumeration", "checkbox"),
}
"""The word in a request → HubSpot's type and field type."""

_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda have, given: have == given,
    "not_equals": lambda have, given: have != given,
    "contains": lambda have, given: given in have,
    "not_contains": lambda have, given: given not in have,
    "starts_with": lambda have, given: have.startswith(given),
    "matches": lambda have, given: re.search(given, have) is not None,
    "longer_than": lambda have, given: len(have) > int(given),
    "greater_than": lambda have, given: bool(have) and float(have) > float(given),
    "less_than": lambda have, given: bool(have) and float(have) < float(given),
    "is_blank": lambda have, _: not have,
    "is_not_blank": lambda have, _: bool(have),
}
_SAME = {
    "=": "equals",
    "==": "equals",
    "eq": "equals",
    "!=": "not_equals",
    "neq": "not_equals",
    ">": "greater_than",
    "gt": "greater_than",
    "<": "less_than",
    "lt": "less_than",
    "regex": "matches",
    "blank": "is_blank",
}


def apply(portal: Portal, body: Json) -> Json:
    """Raises ValidationError when the operation or its words are wrong."""
    operation = _OPERATIONS.get(str(body.get("op")))
    if operation is None:
        raise ValidationError(f"op: {body.get('op')!r} is none of {', '.join(_OPERATIONS)}")
    store = portal.store(str(body.get("object", "contacts")))
    try:
        operation(store.object_type, body, portal.now_ms())
    except KeyError as error:
        raise ValidationError(f"{error.args[0]}: is missing") from error
    store.schema_changed()
    return {"applied": body["op"], "object": store.object_type.name}


def _existing(object_type: ObjectType, name: str) -> Property:
    found = object_type.live(name)
    if found is None:
        raise ValidationError(f"field: {name!r} is no property of {object_type.name}")
    return found


def add_field(object_type: ObjectType, body: Json, now: int) -> None:
    field = body["field"]
    name, word = str(field["name"]), str(field.get("type", "string")).lower()
    if word not in _TYPES:
        raise ValidationError(f"field.type: {word!r} is none of {', '.join(_TYPES)}")
    kind, field_type = _TYPES[word]
    object_type.properties[name] = Property(
        name,
        str(field.get("label", name)),
        kind,
        field_type,
        next(iter(object_type.groups)),
        options(*map(str, field.get("values") or ())),
        read_only="formula" in field,
        calculated="formula" in field,
        hubspot_defined=False,
        unique=bool(field.get("unique", False)),
        max_length=int(field.get("length", MAX_TEXT)),
        created_at=now,
    )
    if field.get("nillable") is False:
        object_type.required.add(name)


def remove_field(object_type: ObjectType, body: Json, _: int) -> None:
    found = _existing(object_type, str(body["field"]))
    object_type.properties[found.name] = replace(found, archived=True)


def add_picklist_value(object_type: ObjectType, body: Json, _: int) -> None:
    found, value = _existing(object_type, str(body["field"])), str(body["value"])
    if found.type != "enumeration":
        raise ValidationError(f"field: {found.name} is no enumeration")
    if value not in found.allowed:
        added = Option(value, str(body.get("label", value)), len(found.options))
        object_type.properties[found.name] = replace(found, options=(*found.options, added))


def remove_picklist_value(object_type: ObjectType, body: Json, _: int) -> None:
    found = _existing(object_type, str(body["field"]))
    left = tuple(option for option in found.options if option.value != str(body["value"]))
    object_type.properties[found.name] = replace(found, options=left)


def set_required(object_type: ObjectType, body: Json, _: int) -> None:
    """Enforced for API writes from path family 2026-09 on, or on all of them (`required_on_all_versions`)."""
    name = _existing(object_type, str(body["field"])).name
    if body.get("required", True):
        object_type.required.add(name)
    else:
        object_type.required.discard(name)


def add_validation_rule(object_type: ObjectType, body: Json, _: int) -> None:
    name, operator = str(body["name"]), str(body["operator"]).lower()
    field = _existing(object_type, str(body["field"])).name
    test = _OPERATORS.get(_SAME.get(operator, operator))
    if test is None:
        raise ValidationError(f"operator: {operator!r} is none of {', '.join([*_OPERATORS, *_SAME])}")
    given = str(body.get("value", ""))

    def matches(values: Values) -> bool:
        return test(values.get(field, ""), given)

    object_type.rules[name] = ValidationRule(name, field, str(body.get("message", name)), matches)


def remove_validation_rule(object_type: ObjectType, body: Json, _: int) -> None:
    object_type.rules.pop(str(body["name"]), None)


def set_permission(object_type: ObjectType, body: Json, _: int) -> None:
    name = _existing(object_type, str(body["field"])).name
    object_type.permissions[name] = Permission(bool(body.get("editable", True)), bool(body.get("readable", True)))


_OPERATIONS: dict[str, Callable[[ObjectType, Json, int], None]] = {
    "add_field": add_field,
    "remove_field": remove_field,
    "add_picklist_value": add_picklist_value,
    "remove_picklist_value": remove_picklist_value,
    "set_required": set_required,
    "add_validation_rule": add_validation_rule,
    "remove_validation_rule": remove_validation_rule,
    "set_permission": set_permission,
}
