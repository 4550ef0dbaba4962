"""What the Salesforce integration user may do with an object and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class FieldRights(NamedTuple):
    """A field that the user cannot read is not described at all."""

    createable: bool
    updateable: bool


@dataclass(frozen=True, slots=True)
class ObjectRights:
    """`fields` has every field that the user can read."""

    queryable: bool
    createable: bool
    updateable: bool
    deletable: bool
    fields: Mapping[str, FieldRights] = field(default_factory=dict)
