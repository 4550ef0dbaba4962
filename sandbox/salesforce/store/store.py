"""All records of the org."""

from __future__ import annotations

from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.formula import compute
from sandbox.salesforce.schema.object_type import ADDRESS_PARTS, ObjectType
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.store.table import Table

_ADDRESS_KEYS = {part: part[0].lower() + part[1:] for part in ADDRESS_PARTS}


class Store:
    def __init__(self, schema: OrgSchema) -> None:
        self._schema = schema
        self._tables: dict[str, Table] = {}

    def table(self, kind: ObjectType) -> Table:
        table = self._tables.get(kind.name)
        if table is None:
            table = self._tables[kind.name] = Table(kind.indexed)
        return table

    def table_of(self, kind_name: str) -> Table:
        return self.table(self._schema[kind_name])

    def rows(self, kind_name: str) -> dict[str, Row]:
        return self.table_of(kind_name).rows

    def read(self, kind: ObjectType, row: Row, field: Field) -> object:
        """A field's value; compound addresses and formulas are computed."""
        if field.type == "address":
            return self._address(row, field.name.removesuffix("Address"))
        if field.formula:
            return compute(field.formula, row, lambda record, path: self.read_path(kind, record, path))
        return row.get(field.name)

    def read_path(self, kind: ObjectType, row: Row, path: tuple[str, ...]) -> object:
        """A value over parent relationships; None where a parent or a field is missing."""
        if len(path) == 1:
            field = kind.field(path[0])
            return self.read(kind, row, field) if field else None
        reference = kind.parent(path[0])
        parent = self.parent(row, reference) if reference else None
        if reference is None or parent is None:
            return None
        return self.read_path(self._schema[reference.refers_to], parent, path[1:])

    def parent(self, row: Row, reference: Field) -> Row | None:
        parent_id = row.get(reference.name)
        if parent_id and reference.targets:
            return self.named(str(parent_id))
        return self.rows(reference.refers_to).get(parent_id) if parent_id else None

    def named(self, record_id: str) -> Row | None:
        """A record of whatever object, with what all have in common: its Name, and its object as Type."""
        kind = self._schema.of_id(record_id)
        row = self.table(kind).rows.get(record_id) if kind else None
        if kind is None or row is None:
            return None
        return {**row, "Name": row.get("Name") or row.get("CaseNumber"), "Type": kind.name}

    @staticmethod
    def _address(row: Row, prefix: str) -> dict[str, object] | None:
        address = {key: row.get(prefix + part) for part, key in _ADDRESS_KEYS.items()}
        return address if any(value is not None for value in address.values()) else None
