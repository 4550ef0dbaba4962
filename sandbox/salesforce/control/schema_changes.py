"""Changes of the schema as an administrator makes them: one function for each `op` of `POST /__sim__/schema`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sandbox.salesforce.control.reading import BadControlError, mapping
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.catalogue import standard_objects
from sandbox.salesforce.schema.country import Country, code_fields
from sandbox.salesforce.schema.field import NUMBER_TYPES, TEXT_TYPES, Field, field_from
from sandbox.salesforce.schema.formula import BadFormulaError, terms
from sandbox.salesforce.schema.object_type import ObjectType, object_type_from
from sandbox.salesforce.schema.validation_rule import BadRuleError, rule_from
from sandbox.salesforce.store.transaction import Caller
from sandbox.salesforce.write.writer import Writer

_TYPES = TEXT_TYPES | NUMBER_TYPES | {"boolean", "date", "datetime"}
_ALIASES = {
    "text": "string", "number": "double", "checkbox": "boolean", "bool": "boolean", "longtextarea": "textarea",
    "dateTime": "datetime", "lookup": "reference", "formula": "string",
}  # fmt: skip
_SYSTEM_FIELDS = ("Id", "IsDeleted", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
                  "SystemModstamp")  # fmt: skip


class BadSchemaChangeError(ValueError):
    """The message names what is wrong with the change."""


def change_schema(org: Org, body: Mapping[str, Any]) -> None:
    """Raises BadSchemaChangeError."""
    operation = _OPERATIONS.get(str(body.get("op")))
    if operation is None:
        raise BadSchemaChangeError(f"op: {body.get('op')!r} is none of {', '.join(_OPERATIONS)}")
    try:
        kind = operation(org, body)
    except KeyError as error:
        raise BadSchemaChangeError(f"{error.args[0]}: missing or unknown") from error
    except (BadRuleError, BadFormulaError, BadControlError) as error:
        raise BadSchemaChangeError(str(error)) from error
    org.schema.put(kind, org.now_ms())
    for name in kind.indexed:
        org.store.table(kind).add_index(name)


def _object(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = org.schema.find(str(body.get("object")))
    if kind is None:
        raise BadSchemaChangeError(f"object: {body.get('object')!r} is none of this org")
    return kind


def _field(kind: ObjectType, body: Mapping[str, Any]) -> Field:
    field = kind.field(str(body["field"]))
    if field is None:
        raise BadSchemaChangeError(f"field: {kind.name} has no {body['field']!r}")
    return field


def _with_field(kind: ObjectType, field: Field) -> ObjectType:
    return replace(kind, fields={**kind.fields, field.name: field})


def _add_object(_: Org, body: Mapping[str, Any]) -> ObjectType:
    """A new object has the system fields, an owner, and those that it names."""
    kind = object_type_from({"fields": [], "keyPrefix": "a00", **body, "name": body["object"]})
    lead = standard_objects()["Lead"].fields
    return replace(kind, fields={**{name: lead[name] for name in _SYSTEM_FIELDS}, **kind.fields})


def _add_field(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind, description = _object(org, body), mapping(body, "field")
    type_ = _ALIASES.get(str(description["type"]), str(description["type"]))
    if type_ not in _TYPES:
        raise BadSchemaChangeError(f"type: {type_!r} is none of {', '.join(sorted(_TYPES))}")
    field = field_from({"scale": 2 if type_ == "currency" else 0, **description, "type": type_})
    terms(field.formula)
    _fill(org, kind, field)
    return _with_field(kind, field)


def _fill(org: Org, kind: ObjectType, field: Field) -> None:
    """Gives the records that are there already the new field's default."""
    if field.default is not None:
        table = org.store.table(kind)
        for row in list(table.rows.values()):
            table.put({field.name: field.default, **row})


def _add_picklist_value(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = _object(org, body)
    field = _field(kind, body)
    values = dict.fromkeys((*field.values, str(body["value"])))
    return _with_field(kind, replace(field, values=tuple(values)))


def _set_restricted(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = _object(org, body)
    return _with_field(kind, replace(_field(kind, body), restricted=bool(body.get("restricted", True))))


def _set_required(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = _object(org, body)
    return _with_field(kind, replace(_field(kind, body), nillable=not body.get("required", True)))


def _set_permission(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """Of a field, or without `field` of the object itself."""
    kind = _object(org, body)
    if "field" not in body:
        return replace(
            kind,
            creatable_by_integration=bool(body.get("creatable", kind.creatable_by_integration)),
            editable_by_integration=bool(body.get("editable", kind.editable_by_integration)),
        )
    field = _field(kind, body)
    readable = bool(body.get("readable", field.readable))
    editable = bool(body.get("editable", field.editable)) and readable
    return _with_field(kind, replace(field, readable=readable, editable=editable))


def _enable_person_accounts(org: Org, _: Mapping[str, Any]) -> ObjectType:
    """Contacts and accounts tell from then on whether they are a person account; it cannot be taken back."""
    mark = {"name": "IsPersonAccount", "type": "boolean", "label": "Is Person Account"}
    field = field_from({**mark, "createable": False, "updateable": False})
    account, contact = org.schema["Account"], org.schema["Contact"]
    for kind in (account, contact):
        _fill(org, kind, field)
    org.schema.put(_with_field(account, field), org.now_ms())
    return _with_field(contact, field)


def _add_validation_rule(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind = _object(org, body)
    rule = rule_from({**body, "field": _field(kind, body).name})
    return replace(kind, rules={**kind.rules, rule.name: rule})


def _remove_validation_rule(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """Without `object`, the first object that has the rule."""
    name = str(body["name"])
    among = [_object(org, body)] if "object" in body else list(org.schema)
    kind = next((one for one in among if name in one.rules), None)
    if kind is None:
        raise BadSchemaChangeError(f"name: there is no rule {name!r}")
    return replace(kind, rules={key: rule for key, rule in kind.rules.items() if key != name})


def _add_record_type(org: Org, body: Mapping[str, Any]) -> ObjectType:
    kind, name = _object(org, body), str(body["name"])
    developer_name = name.replace(" ", "_")
    record_types = org.schema["RecordType"]
    row = {"Name": name, "DeveloperName": developer_name, "SobjectType": kind.name, "IsActive": True}
    transaction = org.begin(Caller(org.person().user_id))
    record_id = Writer(org, transaction).create(record_types, {**record_types.defaults, **row})
    told = {"active": True, "available": True, "defaultRecordTypeMapping": False, "developerName": developer_name,
            "master": False, "name": name, "recordTypeId": record_id}  # fmt: skip
    reference = {"name": "RecordTypeId", "type": "reference", "label": "Record Type ID", "referenceTo": "RecordType",
                 "relationshipName": "RecordType"}  # fmt: skip
    field = kind.fields.get("RecordTypeId") or field_from(reference)
    return replace(_with_field(kind, field), record_types=(*kind.record_types, told))


def _set_countries(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """State and country picklists: by code, `{"US": {"name": "United States", "states": {"CA": "California"}}}`."""
    kind = _object(org, body)
    listed = mapping(body, "countries")
    countries = {code: Country(str(one["name"]), dict(one.get("states", {}))) for code, one in listed.items()}
    fields = dict(kind.fields)
    for prefix in ("", "Mailing", "Other"):
        if f"{prefix}State" in fields:
            fields.update({code.name: code for code in code_fields(fields, prefix, countries)})
    return replace(kind, fields=fields, countries=countries)


_OPERATIONS: Mapping[str, Callable[[Org, Mapping[str, Any]], ObjectType]] = {
    "add_object": _add_object,
    "add_field": _add_field,
    "add_picklist_value": _add_picklist_value,
    "set_restricted": _set_restricted,
    "set_required": _set_required,
    "set_permission": _set_permission,
    "enable_person_accounts": _enable_person_accounts,
    "add_validation_rule": _add_validation_rule,
    "remove_validation_rule": _remove_validation_rule,
    "add_record_type": _add_record_type,
    "set_countries": _set_countries,
}
