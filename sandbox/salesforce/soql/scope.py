"""What a query may see: the org's objects and fields as its caller has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.schema.field import Field, Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.schema.org_schema import OrgSchema
from sandbox.salesforce.soql.ast import Path
from sandbox.salesforce.soql.literals import Parameter
from sandbox.salesforce.store.store import Store


@dataclass(frozen=True, slots=True)
class Bindings:
    """What differs from run to run of one compiled query. `deleted`: the recycle bin is seen too."""

    parameters: Sequence[Parameter]
    now_ms: int
    deleted: bool = False


Get = Callable[[Row], object]
Predicate = Callable[[Row], bool]
Bind = Callable[[Bindings], Predicate]


@dataclass(frozen=True, slots=True)
class Scope:
    schema: OrgSchema
    store: Store
    is_integration: bool

    def object_type(self, name: str) -> ObjectType:
        kind = self.schema.find(name)
        if kind is None:
            message = f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure "
            raise refuse_request("INVALID_TYPE", message + "to append the '__c' after the entity name.")
        return kind

    def sees(self, field: Field) -> bool:
        return field.readable or not self.is_integration

    def field(self, kind: ObjectType, name: str) -> Field:
        field = kind.field(name)
        if field is None or not self.sees(field):
            raise no_such_column(kind, name)
        return field

    def reference(self, kind: ObjectType, relationship: str) -> Field:
        reference = kind.parent(relationship)
        if reference is None or not self.sees(reference):
            message = (
                f"Didn't understand relationship '{relationship}' in field path. If you are attempting to use a "
                "custom relationship, be sure to append the '__r' after the custom relationship name."
            )
            raise refuse_request("INVALID_FIELD", message)
        return reference

    def resolve(self, kind: ObjectType, path: Path) -> tuple[ObjectType, Field, Get]:
        """The field at the end of a path, its object, and how to read it from a row of `kind`."""
        if len(path) > 1 and path[0].lower() == kind.name.lower():
            path = path[1:]
        if len(path) == 1:
            field = self.field(kind, path[0])
            return kind, field, self._own(kind, field)
        reference = self.reference(kind, path[0])
        owner, field, get = self.resolve(self.schema[reference.refers_to], path[1:])
        return owner, field, self._over(reference, get)

    def _own(self, kind: ObjectType, field: Field) -> Get:
        name, store = field.name, self.store
        if field.is_computed:
            return lambda row: store.read(kind, row, field)
        return lambda row: row.get(name)

    def _over(self, reference: Field, get: Get) -> Get:
        store = self.store

        def read(row: Row) -> object:
            parent = store.parent(row, reference)
            return None if parent is None else get(parent)

        return read


def no_such_column(kind: ObjectType, name: str) -> SalesforceError:
    message = (
        f"No such column '{name}' on entity '{kind.name}'. If you are attempting to use a custom field, be sure to "
        "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the "
        "appropriate names."
    )
    return refuse_request("INVALID_FIELD", message)
