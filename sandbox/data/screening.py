"""Which rows of an export can be loaded, and why the others cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sandbox.data.export_file import Row

EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s.,;<>()\"]{2,}")


@dataclass(frozen=True, slots=True)
class ObjectRules:
    """`unique` fields must differ from row to row; letter case counts in those of `case_sensitive`."""

    id_field: str
    email_field: str
    required: tuple[str, ...]
    unique: tuple[str, ...]
    case_sensitive: tuple[str, ...] = ()


RULES = {
    # HubSpot holds one contact an e-mail address; a Salesforce org may well hold several people with one.
    ("hubspot", "contact"): ObjectRules("hs_object_id", "email", (), ("hs_object_id", "email")),
    ("salesforce", "lead"): ObjectRules("Id", "Email", ("LastName", "Company"), ("Id",), ("Id",)),
    ("salesforce", "contact"): ObjectRules("Id", "Email", ("LastName",), ("Id",), ("Id",)),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be loaded: the line it begins on, its filled-in fields, and the id it is to have if it has one."""

    line: int
    record: Mapping[str, str]
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: str


@dataclass(slots=True)
class Screening:
    """Judges the rows of one file, in order; remembers the unique values that it has seen."""

    rules: ObjectRules
    fields: tuple[str | None, ...]
    _first_lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def judge(self, row: Row) -> Candidate | BadRow:
        if row.fault:
            return BadRow(row.line, row.fault)
        record = {name: cell for name, cell in zip(self.fields, row.cells, strict=True) if name and cell.strip()}
        reason = next(self._reasons(row.line, record), None)
        if reason:
            return BadRow(row.line, reason)
        record_id = record.pop(self.rules.id_field, None)
        return Candidate(row.line, record, record_id and record_id.strip())

    def _reasons(self, line: int, record: Mapping[str, str]) -> Iterator[str]:
        if not record:
            yield "the row is empty"
        yield from (f"{name} is missing" for name in self.rules.required if name not in record)
        email = record.get(self.rules.email_field, "").strip()
        if email and not EMAIL.fullmatch(email):
            yield f"{email!r} is no e-mail address"
        yield from self._repetitions(line, record)

    def _repetitions(self, line: int, record: Mapping[str, str]) -> Iterator[str]:
        for name in self.rules.unique:
            value = record.get(name, "").strip()
            key = (name, value if name in self.rules.case_sensitive else value.lower())
            if value and self._first_lines.setdefault(key, line) != line:
                yield f"{name} {value!r} is already in line {self._first_lines[key]}"
