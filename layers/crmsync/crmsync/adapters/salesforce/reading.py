"""One look: records by id, recycle bin included, and people by e-mail, in one composite call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.records import outcome_of, record_of
from crmsync.adapters.salesforce.soql import Query, by_emails, by_ids, lists_that_fit
from crmsync.core.record import Gone, Record, RecordRef
from crmsync.ports.crm import Look, ReadOutcome, Seen

PEOPLE = ("Contact", "Lead")


@dataclass(frozen=True, slots=True)
class _Part:
    """One query of the look, and what its rows are."""

    query: Query
    object_type: str
    for_emails: bool


def look(api: SalesforceApi, wanted: Look) -> Seen:
    parts = [*_by_id(wanted), *_by_email(wanted)]
    found = api.queries([part.query for part in parts], "look")
    records: dict[RecordRef, ReadOutcome] = {ref: Gone(ref) for ref in wanted.refs}
    people: list[tuple[str, Record]] = []
    for part, rows in zip(parts, found, strict=True):
        fields = wanted.fields.get(part.object_type, ())
        if part.for_emails:
            people.extend(_addressed(rows, part.object_type, fields))
        else:
            records.update({one.ref: one for one in (outcome_of(row, part.object_type, fields) for row in rows)})
    return Seen(records, _matches(wanted.emails, people))


def _by_id(wanted: Look) -> Iterator[_Part]:
    for object_type in dict.fromkeys(ref.object_type for ref in wanted.refs):
        ids = list(dict.fromkeys(ref.id for ref in wanted.refs if ref.object_type == object_type))
        for batch in lists_that_fit(ids):
            yield _Part(by_ids(object_type, wanted.fields.get(object_type, ()), batch), object_type, False)


def _by_email(wanted: Look) -> Iterator[_Part]:
    for batch in lists_that_fit(list(dict.fromkeys(wanted.emails))):
        for object_type in PEOPLE:
            yield _Part(by_emails(object_type, wanted.fields.get(object_type, ()), batch), object_type, True)


def _addressed(rows: Iterable[Row], object_type: str, fields: Sequence[str]) -> Iterator[tuple[str, Record]]:
    """Salesforce keeps the case in which an address was typed."""
    return ((str(row["Email"]).strip().lower(), record_of(row, object_type, fields)) for row in rows)


def _matches(emails: Sequence[str], people: Iterable[tuple[str, Record]]) -> Mapping[str, tuple[Record, ...]]:
    matches: dict[str, list[Record]] = {email: [] for email in emails}
    for address, record in people:
        if address in matches:
            matches[address].append(record)
    return {email: tuple(records) for email, records in matches.items()}
