"""Loads records in bulk, as an administrator who may set the audit fields: no calls, no events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.ids import MalformedIdError, to_18
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field, Row, Value
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.write.accept import NOT_FIELDS
from sandbox.salesforce.write.checks import check_required
from sandbox.salesforce.write.coerce import coerce
from sandbox.salesforce.write.derive import derive

_SET_BY_PLATFORM = frozenset(
    {"CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "IsPersonAccount", "IsArchived"}
)
"""Columns of an export that nobody writes, and that are kept all the same."""


def load(
    org: Org, kind: ObjectType, records: Sequence[Mapping[str, Any]], ids: Sequence[str | None], user_id: str
) -> dict[str, Any]:
    """`{"loaded", "errors": [{"index", "reason"}]}`; `ids` may be empty, else one a record (None: a new one)."""
    errors, loaded = [], 0
    for index, record in enumerate(records):
        try:
            _load_one(org, kind, record, ids[index] if ids else None, user_id)
            loaded += 1
        except SalesforceError as error:
            errors.append({"index": index, "reason": str(error)})
        except MalformedIdError as error:
            errors.append({"index": index, "reason": f"MALFORMED_ID: {error}"})
    return {"loaded": loaded, "errors": errors}


def _load_one(org: Org, kind: ObjectType, record: Mapping[str, Any], record_id: str | None, user_id: str) -> None:
    now = org.now_ms()
    values = _values(org, kind, record)
    row: Row = {**kind.defaults, **({"OwnerId": user_id} if kind.has_owner else {})}
    row |= {"CreatedDate": now, "CreatedById": user_id, "LastModifiedDate": now, "LastModifiedById": user_id}
    row |= {**values, "SystemModstamp": now}
    check_required(kind.required, row)
    row["Id"] = to_18(str(record_id)) if record_id else org.ids.next(kind.key_prefix)
    derive(org.store, kind, row, {}, now)
    org.store.table(kind).put(row)


def _values(org: Org, kind: ObjectType, record: Mapping[str, Any]) -> dict[str, Value]:
    """Columns that nobody can write are skipped, as are references to records that are not here."""
    values: dict[str, Value] = {}
    for name, raw in record.items():
        if name in NOT_FIELDS:
            continue
        field = kind.field(name)
        if field is None:
            raise refuse_request("INVALID_FIELD", f"No such column '{name}' on sobject of type {kind.name}")
        if field.createable or field.name in _SET_BY_PLATFORM:
            value = None if raw is None or raw == "" else coerce(field, raw)
            if value is not None and _is_here(org, field, value):
                values[field.name] = value
    return values


def _is_here(org: Org, field: Field, value: Value) -> bool:
    if field.type != "reference":
        return True
    kind = org.schema.of_id(str(value))
    return kind is not None and field.points_to(kind.name) and value in org.store.table(kind).rows
