"""All object types of one org."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.salesforce.schema.catalogue import standard_objects
from sandbox.salesforce.schema.field import Field
from sandbox.salesforce.schema.object_type import ObjectType


class OrgSchema:
    """`version` grows with each change; `changed_ms` is when the last one was made."""

    def __init__(self, changed_ms: int) -> None:
        self._objects = dict(standard_objects())
        self.version = 0
        self.changed_ms = changed_ms

    def __iter__(self) -> Iterator[ObjectType]:
        return iter(self._objects.values())

    def __getitem__(self, name: str) -> ObjectType:
        return self._objects[name]

    def find(self, name: str) -> ObjectType | None:
        """Object names are not case-sensitive."""
        found = self._objects.get(name)
        if found is None:
            lower = name.lower()
            found = next((kind for kind in self if kind.name.lower() == lower), None)
        return found

    def of_id(self, record_id: str) -> ObjectType | None:
        return next((kind for kind in self if kind.key_prefix and kind.key_prefix == record_id[:3]), None)

    def put(self, kind: ObjectType, now_ms: int) -> None:
        self._objects[kind.name] = kind
        self.version += 1
        self.changed_ms = now_ms

    def children(self, parent: str) -> list[tuple[ObjectType, Field]]:
        """The reference fields of other objects that point to that object."""
        return [(kind, field) for kind in self for field in kind.fields.values() if field.points_to(parent)]
