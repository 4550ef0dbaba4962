"""The fields of a request body, turned into values to store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.salesforce.errors import Problem, SalesforceError, refuse, refuse_request
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field, Row, Value
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Caller
from sandbox.salesforce.write.coerce import UnreadableValueError, coerce

NOT_FIELDS = frozenset({"attributes", "id", "Id"})


def accept(org: Org, caller: Caller, kind: ObjectType, data: Mapping[str, Any], *, creating: bool) -> dict[str, Value]:
    """Values by field name, null included. Raises SalesforceError with every problem of the fields."""
    if not kind.may_be_written(caller.is_integration, creating=creating):
        raise refuse("INSUFFICIENT_ACCESS_OR_READONLY", f"insufficient access rights on object: {kind.name}")
    accepted: dict[str, Value] = {}
    problems: list[Problem] = []
    refused: list[str] = []
    for name, raw in data.items():
        if name in NOT_FIELDS:
            continue
        field = writable_field(kind, name)
        if field is None:
            accepted.update(_by_external_id(org, kind, name, raw))
        elif not _may_write(field, caller, creating=creating):
            refused.append(field.name)
        else:
            _take(field, raw, accepted, problems)
    if refused:
        raise _not_writable(refused)
    if problems:
        raise SalesforceError(*(problems if org.settings.all_bad_fields_named else problems[:1]))
    _check_references(org, kind, accepted)
    return accepted


def writable_field(kind: ObjectType, name: str) -> Field | None:
    """The field of that name; None when the name is a relationship. Raises INVALID_FIELD."""
    field = kind.field(name)
    if field is None and kind.parent(name) is None:
        raise refuse_request("INVALID_FIELD", f"No such column '{name}' on sobject of type {kind.name}")
    return field


def _take(field: Field, raw: object, accepted: dict[str, Value], problems: list[Problem]) -> None:
    try:
        accepted[field.name] = coerce(field, raw)
    except UnreadableValueError:
        raise
    except SalesforceError as error:
        problems.extend(error.problems)


def _may_write(field: Field, caller: Caller, *, creating: bool) -> bool:
    allowed = field.createable if creating else field.updateable
    if caller.is_integration:
        allowed = allowed and field.editable and field.readable
    return allowed and not field.is_computed


def _not_writable(names: list[str]) -> SalesforceError:
    message = (
        f"Unable to create/update fields: {', '.join(names)}. Please check the security settings of this "
        "field and verify that it is read/write for your profile or permission set."
    )
    return refuse("INVALID_FIELD_FOR_INSERT_UPDATE", message, *names)


def _by_external_id(org: Org, kind: ObjectType, relationship: str, raw: object) -> dict[str, Value]:
    """`"Account": {"Ext__c": "A1"}` sets AccountId."""
    reference = kind.parent(relationship)
    if reference is None or not isinstance(raw, Mapping):
        raise refuse_request("INVALID_FIELD", f"Cannot reference a foreign key field {relationship}.")
    name, value = next(((name, value) for name, value in raw.items() if name != "attributes"), ("", None))
    if reference.targets:
        raise refuse_request("INVALID_FIELD", f"Cannot reference a foreign key field {relationship}.")
    parent = org.schema[reference.refers_to]
    key = parent.field(name)
    sought = coerce(key, value) if key is not None and key.is_key and value is not None else None
    found = [] if key is None or sought is None else org.store.table(parent).having(key.name, [sought])
    live = [row["Id"] for row in found if not row.get("IsDeleted")]
    if not live:
        message = f"Foreign key external ID: {value} not found for field {name} in entity {parent.name}"
        raise refuse("INVALID_FIELD", message)
    return {reference.name: live[0]}


def _check_references(org: Org, kind: ObjectType, accepted: Mapping[str, Value]) -> None:
    for name, value in accepted.items():
        field = kind.fields[name]
        if field.type == "reference" and value is not None:
            _check_reference(org, kind, field, str(value))


def _check_reference(org: Org, kind: ObjectType, field: Field, record_id: str) -> None:
    target = org.schema.of_id(record_id)
    if target is None or not field.points_to(target.name):
        raise refuse("MALFORMED_ID", f"{field.label}: id value of incorrect type: {record_id}", field.name)
    row = org.store.table(target).rows.get(record_id)
    if row is None:
        raise refuse("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
    if row.get("IsDeleted"):
        raise refuse("ENTITY_IS_DELETED", "entity is deleted")
    if field.name == "RecordTypeId" and (row["SobjectType"] != kind.name or not row["IsActive"]):
        message = f"Record Type ID: this ID value isn't valid for the user: {record_id}"
        raise refuse("INVALID_CROSS_REFERENCE_KEY", message, field.name)
    if field.name == "OwnerId" and not row.get("IsActive", True):
        raise _inactive_owner(kind, row)


def _inactive_owner(kind: ObjectType, user: Row) -> SalesforceError:
    message = f"operation performed with inactive user [{user['Id']}] as owner of {kind.label.lower()}"
    return refuse("INACTIVE_OWNER_OR_USER", message, "OwnerId")
