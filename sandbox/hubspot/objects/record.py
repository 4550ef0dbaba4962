"""One CRM record with its whole past, and the change that each write makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.hubspot.author import Author


@dataclass(frozen=True, slots=True)
class Write:
    """The values that one author set at one time; an empty string is a clear."""

    at: int
    author: Author
    values: Mapping[str, str]


@dataclass(slots=True)
class Record:
    """Times are epoch milliseconds. `values` is replaced by every write and never changed in place: the search index
    and past writes share it.
    """

    id: int
    values: dict[str, str]
    created_at: int
    updated_at: int
    log: list[Write] = field(default_factory=list)
    archived_at: int | None = None

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def history(self, name: str) -> Iterator[Write]:
        """The writes that touched the property, newest first."""
        return (write for write in reversed(self.log) if name in write.values)


ChangeKind = Literal[
    "creation",
    "propertyChange",
    "deletion",
    "restore",
    "merge",
    "merged_away",
    "privacyDeletion",
    "associationChange",
    "load",
]
"""HubSpot's event names, and two silent ones: a record that a merge used up, and a record that was there before."""


@dataclass(frozen=True, slots=True)
class Change:
    """What listeners (search index, lists, webhooks) are told about a record."""

    kind: ChangeKind
    object_type_id: str
    record: Record
    author: Author
    at: int
    values: Mapping[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
