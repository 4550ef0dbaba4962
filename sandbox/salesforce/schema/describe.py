"""How the org describes its objects to a caller."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sandbox.salesforce.schema.field import Field
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.schema.org_schema import OrgSchema

_SOAP_TYPES = {
    "id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "int": "xsd:int", "double": "xsd:double",
    "currency": "xsd:double", "percent": "xsd:double", "date": "xsd:date", "datetime": "xsd:dateTime",
    "address": "urn:address",
}  # fmt: skip
_NO_LENGTH = frozenset({"boolean", "int", "double", "currency", "percent", "date", "datetime", "address"})


def describe_global(kind: ObjectType, base: str, *, is_integration: bool) -> dict[str, Any]:
    """An object's entry in the list of objects."""
    url = f"{base}/sobjects/{kind.name}"
    return {
        **_traits(kind, is_integration),
        "urls": {"sobject": url, "describe": f"{url}/describe", "rowTemplate": f"{url}/{{ID}}"},
    }


def describe(schema: OrgSchema, kind: ObjectType, base: str, *, is_integration: bool) -> dict[str, Any]:
    """The whole description; fields that the caller cannot see are not in it."""
    children = [
        {
            "cascadeDelete": field.cascade_delete,
            "childSObject": child.name,
            "field": field.name,
            "relationshipName": field.child_relationship or None,
        }
        for child, field in schema.children(kind.name)
    ]
    return {
        **describe_global(kind, base, is_integration=is_integration),
        "childRelationships": children,
        "fields": _fields(kind, is_integration),
        "recordTypeInfos": [
            {
                "active": True,
                "available": True,
                "defaultRecordTypeMapping": True,
                "developerName": "Master",
                "master": True,
                "name": "Master",
                "recordTypeId": "012000000000000AAA",
            },
            *kind.record_types,
        ],
    }


@lru_cache(maxsize=256)
def _fields(kind: ObjectType, is_integration: bool) -> list[dict[str, Any]]:
    seen = (field for field in kind.fields.values() if field.readable or not is_integration)
    return [_field(field, writes=field.editable or not is_integration) for field in seen]


def _traits(kind: ObjectType, is_integration: bool) -> dict[str, Any]:
    return {
        "name": kind.name,
        "label": kind.label,
        "labelPlural": kind.label_plural,
        "keyPrefix": kind.key_prefix,
        "custom": kind.name.endswith("__c"),
        "createable": kind.may_be_written(is_integration, creating=True),
        "updateable": kind.may_be_written(is_integration, creating=False),
        "deletable": kind.may_be_deleted(is_integration),
        "undeletable": kind.deletable and kind.createable,
        "mergeable": "MasterRecordId" in kind.fields,
        "queryable": True,
        "retrieveable": True,
        "replicateable": True,
        "searchable": True,
        "triggerable": True,
        "customSetting": False,
        "deprecatedAndHidden": False,
    }


def _field(field: Field, *, writes: bool) -> dict[str, Any]:
    return {
        **_value_traits(field),
        "name": field.name,
        "label": field.label,
        "nillable": field.nillable,
        "createable": field.createable and writes and not field.is_computed,
        "updateable": field.updateable and writes and not field.is_computed,
        "defaultedOnCreate": field.default is not None or field.name == "OwnerId",
        "custom": field.custom,
        "calculated": bool(field.formula),
        "calculatedFormula": field.formula or None,
        "autoNumber": bool(field.auto_number),
        "externalId": field.external_id,
        "unique": field.unique,
        "idLookup": field.is_key,
        "caseSensitive": False,
        "filterable": field.filterable,
        "sortable": field.filterable,
        "groupable": field.filterable and field.type not in {"double", "currency", "percent", "datetime"},
        "aggregatable": field.filterable,
        "nameField": field.name == "Name",
        "compoundFieldName": None,
        "restrictedPicklist": field.restricted,
        "dependentPicklist": bool(field.controller),
        "controllerName": field.controller or None,
        "picklistValues": _picklist(field),
        "referenceTo": list(field.targets) or ([field.refers_to] if field.refers_to else []),
        "polymorphicForeignKey": bool(field.targets),
        "relationshipName": field.relationship or None,
        "cascadeDelete": field.cascade_delete,
        "inlineHelpText": None,
    }


def _value_traits(field: Field) -> dict[str, Any]:
    length = 0 if field.type in _NO_LENGTH else field.length
    return {
        "type": field.type,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "length": length,
        "byteLength": length * 3,
        "precision": field.precision,
        "scale": field.scale,
        "digits": field.precision if field.type == "int" else 0,
        "defaultValue": field.default if field.type == "boolean" else None,
    }


def _picklist(field: Field) -> list[dict[str, Any]]:
    labels = field.labels or field.values
    valid_for = field.valid_for or (None,) * len(field.values)
    return [
        {"active": True, "defaultValue": value == field.default, "label": label, "validFor": bits, "value": value}
        for value, label, bits in zip(field.values, labels, valid_for, strict=True)
    ]
