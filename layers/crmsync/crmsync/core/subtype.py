"""How a Salesforce object's records are told apart that go with several HubSpot objects: tasks, calls, e-mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.csv_flag import with_flag
from crmsync.core.record import Record, Value


class Mark(NamedTuple):
    """A field and the value in it by which an administrator tells records of a type, and which new ones get."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Subtype:
    """`field` holds one of `values`, or the mark is there; a pair without values has what no other pair takes, and what
    does not tell.
    """

    field: str
    values: tuple[Value, ...] = ()
    is_told: bool = True
    """Whether the platform ever has these values in it; else the mark alone tells."""
    mark: Mark | None = None

    def is_open(self, record: Record) -> bool:
        return not self.values or self.field not in record.values

    def takes(self, record: Record) -> bool:
        return with_flag(record.values.get(self.field)) in self.values or self._is_marked(record)

    def _is_marked(self, record: Record) -> bool:
        return self.mark is not None and record.values.get(self.mark.field) == self.mark.value
