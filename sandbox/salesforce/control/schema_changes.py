"""Changes of the schema as an administrator makes them: one function for each `op` of `POST /__sim__/schema`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.salesforce.control.audit_trail import note_change
from sandbox.salesforce.control.org_features import (
    add_stage,
    enable_multi_currency,
    enable_person_accounts,
    relabel_stage,
    set_countries,
    set_dated_rates,
)
from sandbox.salesforce.control.reading import BadControlError, mapping
from sandbox.salesforce.control.record_types import add_record_type
from sandbox.salesforce.control.schema_reading import (
    BadSchemaChangeError,
    field_of,
    fill,
    object_of,
    with_field,
    with_value,
)
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.automation import Automation
from sandbox.salesforce.schema.field import NUMBER_TYPES, TEXT_TYPES, field_from
from sandbox.salesforce.schema.formula import BadFormulaError, terms
from sandbox.salesforce.schema.object_type import ObjectType, object_type_from
from sandbox.salesforce.schema.validation_rule import BadRuleError, rule_from

_TYPES = TEXT_TYPES | NUMBER_TYPES | {"boolean", "date", "datetime"}
_ALIASES = {
    "text": "string", "number": "double", "checkbox": "boolean", "bool": "boolean", "longtextarea": "textarea",
    "dateTime": "datetime", "lookup": "reference", "formula": "string",
}  # fmt: skip
_SYSTEM_FIELDS = ("Id", "IsDeleted", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
                  "SystemModstamp")  # fmt: skip

_NAME = field_from({"name": "Name", "type": "string", "length": 80})


def change_schema(org: Org, body: Mapping[str, Any]) -> None:
    """Raises BadSchemaChangeError."""
    operation = _OPERATIONS.get(str(body.get("op")))
    if operation is None:
        raise BadSchemaChangeError(f"op: {body.get('op')!r} is none of {', '.join(_OPERATIONS)}")
    try:
        kind = operation(org, body)
    except KeyError as error:
        raise BadSchemaChangeError(f"{error.args[0]}: missing or unknown") from error
    except (BadRuleError, BadFormulaError, BadControlError, TypeError, ValueError) as error:
        raise BadSchemaChangeError(str(error)) from error
    org.schema.put(kind, org.now_ms())
    note_change(org, str(body["op"]))
    for name in kind.indexed:
        org.store.table(kind).add_index(name)


def _add_object(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """A new object has a name, the system fields, an owner, and those that it names. It may have activities."""
    prefix = f"a{sum(one.name.endswith('__c') for one in org.schema):02d}"
    kind = object_type_from({"fields": [], "keyPrefix": prefix, **body, "name": body["object"]})
    lead = org.schema["Lead"].fields
    system = {name: lead[name] for name in (*_SYSTEM_FIELDS, "CurrencyIsoCode") if name in lead}
    for activity in (org.schema.find("Task"), org.schema.find("Event")):
        if activity is not None:
            what = activity.fields["WhatId"]
            targets = tuple(dict.fromkeys((*what.targets, kind.name)))
            org.schema.put(with_field(activity, replace(what, targets=targets)), org.now_ms())
    return replace(kind, fields={**system, _NAME.name: _NAME, **kind.fields})


def _add_field(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind, description = object_of(org, body), mapping(body, "field")
    type_ = _ALIASES.get(str(description["type"]), str(description["type"]))
    if type_ not in _TYPES:
        raise BadSchemaChangeError(f"type: {type_!r} is none of {', '.join(sorted(_TYPES))}")
    named = {"relationshipName": f"{description['name']}".replace("__c", "__r")} if type_ == "reference" else {}
    field = field_from({"scale": 2 if type_ == "currency" else 0, **named, **description, "type": type_})
    unknown = [name for name in field.targets or (field.refers_to,) if name and org.schema.find(name) is None]
    if unknown or (type_ == "reference" and not field.refers_to):
        raise BadSchemaChangeError(f"referenceTo: {description.get('referenceTo')!r} is none of this org")
    terms(field.formula)
    fill(org, kind, field)
    return with_field(kind, field)


def _add_picklist_value(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = object_of(org, body)
    return with_field(kind, with_value(field_of(kind, body), str(body["value"])))


def _set_restricted(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = object_of(org, body)
    return with_field(kind, replace(field_of(kind, body), restricted=bool(body.get("restricted", True))))


def _set_required(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = object_of(org, body)
    return with_field(kind, replace(field_of(kind, body), nillable=not body.get("required", True)))


def _set_permission(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """Of a field, or without `field` of the object itself."""
    kind = object_of(org, body)
    if "field" not in body:
        return replace(
            kind,
            creatable_by_integration=bool(body.get("creatable", kind.creatable_by_integration)),
            editable_by_integration=bool(body.get("editable", kind.editable_by_integration)),
        )
    field = field_of(kind, body)
    readable = bool(body.get("readable", field.readable))
    editable = bool(body.get("editable", field.editable)) and readable
    return with_field(kind, replace(field, readable=readable, editable=editable))


def _add_validation_rule(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = object_of(org, body)
    rule = replace(rule_from({**body, "field": field_of(kind, body).name}), modified_ms=int(org.clock() * 1000))
    return replace(kind, rules={**kind.rules, rule.name: rule})


def _remove_validation_rule(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """Without `object`, the first object that has the rule."""
    name = str(body["name"])
    among = [object_of(org, body)] if "object" in body else list(org.schema)
    kind = next((one for one in among if name in one.rules), None)
    if kind is None:
        raise BadSchemaChangeError(f"name: there is no rule {name!r}")
    return replace(kind, rules={key: rule for key, rule in kind.rules.items() if key != name})


def _add_automation(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """A flow or a trigger that fails for records whose field matches: `kind` is `flow` or `apex`."""
    kind = object_of(org, body)
    rule = rule_from({**body, "field": field_of(kind, body).name})
    return replace(kind, automations={**kind.automations, rule.name: Automation(str(body["kind"]), rule)})


def _remove_automation(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind, name = object_of(org, body), str(body["name"])
    return replace(kind, automations={key: one for key, one in kind.automations.items() if key != name})


_OPERATIONS: Mapping[str, Callable[[Org, Mapping[str, Any]], ObjectType]] = {
    "add_object": _add_object,
    "add_field": _add_field,
    "add_picklist_value": _add_picklist_value,
    "set_restricted": _set_restricted,
    "set_required": _set_required,
    "set_permission": _set_permission,
    "enable_person_accounts": enable_person_accounts,
    "enable_multi_currency": enable_multi_currency,
    "set_dated_rates": set_dated_rates,
    "add_stage": add_stage,
    "relabel_stage": relabel_stage,
    "add_validation_rule": _add_validation_rule,
    "remove_validation_rule": _remove_validation_rule,
    "add_automation": _add_automation,
    "remove_automation": _remove_automation,
    "add_record_type": add_record_type,
    "set_countries": set_countries,
}
