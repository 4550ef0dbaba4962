"""One look: records by id, recycle bin included, and people by e-mail, in one composite call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.records import outcome_of, record_of
from crmsync.adapters.salesforce.soql import Query, by_emails, by_ids, lists_that_fit, meeting
from crmsync.core.record import Gone, Record, RecordRef
from crmsync.ports.crm import Look, ReadOutcome, Seen

PEOPLE = ("Contact", "Lead")


class _Rows(Enum):
    RECORDS = auto()
    PEOPLE = auto()
    MEETING = auto()
    """Ids of those that meet the condition."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One query of the look, and what its rows are."""

    query: Query
    object_type: str
    rows: _Rows


def look(api: SalesforceApi, wanted: Look) -> Seen:
    parts = [*_by_id(wanted), *_by_email(wanted)]
    found = api.queries([part.query for part in parts], "look")
    records: dict[RecordRef, ReadOutcome] = {ref: Gone(ref) for ref in wanted.refs}
    people: list[tuple[str, Record]] = []
    meeting_ids: set[str] = set()
    for part, rows in zip(parts, found, strict=True):
        fields = wanted.fields.get(part.object_type, ())
        if part.rows is _Rows.PEOPLE:
            people.extend(_addressed(rows, part.object_type, fields))
        elif part.rows is _Rows.MEETING:
            meeting_ids.update(str(row["Id"]) for row in rows)
        else:
            records.update({one.ref: one for one in (outcome_of(row, part.object_type, fields) for row in rows)})
    live = [*(one for one in records.values() if isinstance(one, Record)), *(one for _, one in people)]
    return Seen(records, _matches(wanted.emails, people), _outside(live, wanted, meeting_ids))


def _outside(live: Iterable[Record], wanted: Look, meeting_ids: set[str]) -> frozenset[RecordRef]:
    return frozenset(
        one.ref for one in live if one.ref.object_type in wanted.conditions and one.ref.id not in meeting_ids
    )


def _by_id(wanted: Look) -> Iterator[_Part]:
    for object_type in dict.fromkeys(ref.object_type for ref in wanted.refs):
        ids = list(dict.fromkeys(ref.id for ref in wanted.refs if ref.object_type == object_type))
        for batch in lists_that_fit(ids):
            yield _Part(by_ids(object_type, wanted.fields.get(object_type, ()), batch), object_type, _Rows.RECORDS)
            yield from _condition(wanted, object_type, "Id", batch)


def _by_email(wanted: Look) -> Iterator[_Part]:
    for batch in lists_that_fit(list(dict.fromkeys(wanted.emails))):
        for object_type in PEOPLE:
            yield _Part(by_emails(object_type, wanted.fields.get(object_type, ()), batch), object_type, _Rows.PEOPLE)
            yield from _condition(wanted, object_type, "Email", batch)


def _condition(wanted: Look, object_type: str, field: str, batch: Sequence[str]) -> Iterator[_Part]:
    """Rides in the call of the query that it goes with."""
    if object_type in wanted.conditions:
        condition = wanted.conditions[object_type]
        yield _Part(meeting(object_type, field, batch, condition), object_type, _Rows.MEETING)


def _addressed(rows: Iterable[Row], object_type: str, fields: Sequence[str]) -> Iterator[tuple[str, Record]]:
    """Salesforce keeps the case in which an address was typed."""
    return ((str(row["Email"]).strip().lower(), record_of(row, object_type, fields)) for row in rows)


def _matches(emails: Sequence[str], people: Iterable[tuple[str, Record]]) -> Mapping[str, tuple[Record, ...]]:
    matches: dict[str, list[Record]] = {email: [] for email in emails}
    for address, record in people:
        if address in matches:
            matches[address].append(record)
    return {email: tuple(records) for email, records in matches.items()}
