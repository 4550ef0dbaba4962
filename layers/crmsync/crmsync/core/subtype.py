"""How a Salesforce object's records are told apart that go with several HubSpot objects: tasks, calls, e-mails."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.csv_flag import with_flag
from crmsync.core.record import Record, Value


@dataclass(frozen=True, slots=True)
class Subtype:
    """`field` holds one of `values`; a pair without values has what no other pair takes, and what does not tell."""

    field: str
    values: tuple[Value, ...] = ()

    def is_open(self, record: Record) -> bool:
        return not self.values or self.field not in record.values

    def takes(self, record: Record) -> bool:
        return with_flag(record.values.get(self.field)) in self.values
