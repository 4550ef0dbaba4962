"""A CRM record as read now, and the reference that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

Value = str | bool | int | float | None
"""A field's value as JSON knows it. None is blank (null)."""

Millis = int
"""Milliseconds since the epoch, UTC."""


class Side(StrEnum):
    HUBSPOT = "hubspot"
    SALESFORCE = "salesforce"

    @property
    def other(self) -> Side:
        return Side.SALESFORCE if self is Side.HUBSPOT else Side.HUBSPOT

    @property
    def label(self) -> str:
        """As people know it: `HubSpot`, `Salesforce`."""
        return "HubSpot" if self is Side.HUBSPOT else "Salesforce"


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """Names one record. `object_type` is such as `contact` in HubSpot, `Lead` or `Contact` in Salesforce.

    Salesforce ids are the 18-character form (see `salesforce_id.to_18`).
    """

    side: Side
    object_type: str
    id: str

    @property
    def key(self) -> str:
        """The text form, used as table key and in logs: `hubspot#contact#123`."""
        return f"{self.side}#{self.object_type}#{self.id}"

    @property
    def label(self) -> str:
        """As people are told of it: `HubSpot contact 123`."""
        return f"{self.side.label} {self.object_type} {self.id}"

    @classmethod
    def parse(cls, key: str) -> RecordRef:
        """The inverse of `key`. Raises ValueError."""
        side, object_type, record_id = key.split("#", 2)
        return cls(Side(side), object_type, record_id)


@dataclass(frozen=True, slots=True)
class Record:
    """One live record. A field that was not returned is not in `values`: absent, never a clear.

    `values` are as the vendor's API gave them; `normal_form` makes them comparable.
    """

    ref: RecordRef
    values: Mapping[str, Value]
    modified_at: Millis
    created_at: Millis = 0
    absorbed: tuple[str, ...] = ()
    """Ids of records that were merged into this one, where the vendor tells (HubSpot)."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that is not live any more: deleted, merged into another or converted (a lead) to another."""

    ref: RecordRef
    became: RecordRef | None = None
    """The survivor of a merge or the contact of a converted lead; None when it was simply deleted."""
    reason: str = "deleted"
    """`deleted`, `merged` or `converted`."""
    is_proven: bool = False
    """Whether the vendor shows it in its recycle bin. A record that is merely not to be seen (a permission was lost)
    is not proven to be deleted.
    """
    also: tuple[RecordRef, ...] = ()
    """What a converted lead became besides: its account and its opportunity, where these fields of it were read."""


class NewRecord(NamedTuple):
    """A record to be created; `key` identifies it within the call (the other side's record key)."""

    key: str
    object_type: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    ref: RecordRef
    values: Mapping[str, Value] = field(default_factory=dict)
    """Only what is to change; None clears."""
