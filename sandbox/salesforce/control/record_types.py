"""Record types: kinds of records of one object, each with its own choice of picklist values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.salesforce.control.reading import mapping, texts
from sandbox.salesforce.control.schema_reading import BadSchemaChangeError, object_of, with_field
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field, Row, field_from
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Caller
from sandbox.salesforce.write.writer import Writer

_WITH_PROCESS = frozenset({"Opportunity", "Case", "Lead"})
"""Their stages or states are chosen by a business process, which a record type names."""


def add_record_type(org: Org, body: Mapping[str, Any]) -> ObjectType:
    """`{"object", "name"}`; `values` may narrow picklists (`{"StageName": ["Prospecting", "Closed Won"]}`), `default`
    makes it the type of new records that name none.
    """
    kind, name = object_of(org, body), str(body["name"])
    values = {field: tuple(texts(mapping(body, "values"), field)) for field in mapping(body, "values")}
    _check_values(kind, values)
    record_id = _plant(org, kind, name, has_process=bool(values))
    is_default = bool(body.get("default", False))
    field = _reference(kind)
    told = {"active": True, "available": True, "defaultRecordTypeMapping": is_default, "master": False,
            "developerName": _developer_name(name), "name": name, "recordTypeId": record_id}  # fmt: skip
    return replace(
        with_field(kind, replace(field, default=record_id) if is_default else field),
        record_types=(*kind.record_types, told),
        record_type_values={**kind.record_type_values, record_id: values},
    )


def _check_values(kind: ObjectType, values: Mapping[str, tuple[str, ...]]) -> None:
    for name, chosen in values.items():
        field = kind.field(name)
        if field is None or not set(chosen) <= set(field.values):
            raise BadSchemaChangeError(f"values: {name} of {kind.name} has not all of {', '.join(chosen)}")


def _plant(org: Org, kind: ObjectType, name: str, *, has_process: bool) -> str:
    row: Row = {"Name": name, "DeveloperName": _developer_name(name), "SobjectType": kind.name, "IsActive": True}
    writer = Writer(org, org.begin(Caller(org.person().user_id)))
    if has_process and kind.name in _WITH_PROCESS:
        process = {"Name": f"{name} process", "TableEnumOrId": kind.name, "IsActive": True}
        row["BusinessProcessId"] = writer.create(org.schema["BusinessProcess"], process)
    return writer.create(org.schema["RecordType"], row)


def _developer_name(name: str) -> str:
    return name.replace(" ", "_")


def _reference(kind: ObjectType) -> Field:
    """RecordTypeId is there from the first record type on."""
    reference = {"name": "RecordTypeId", "type": "reference", "label": "Record Type ID", "referenceTo": "RecordType",
                 "relationshipName": "RecordType"}  # fmt: skip
    return kind.fields.get("RecordTypeId") or field_from(reference)
