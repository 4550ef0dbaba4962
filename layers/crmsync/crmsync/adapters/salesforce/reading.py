"""One look: records by id, recycle bin included, people by e-mail, accounts by domain, whom a record absorbed; in one
composite call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import NamedTuple

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.matches import Matches
from crmsync.adapters.salesforce.object_traits import MERGED
from crmsync.adapters.salesforce.records import outcome_of, record_of
from crmsync.adapters.salesforce.soql import (
    Query,
    by_domains,
    by_emails,
    by_ids,
    by_values,
    converted_into,
    domain_length,
    lists_that_fit,
    meeting,
    merged_into,
)
from crmsync.core.match_value import match_value
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.core.web_domain import web_domain
from crmsync.ports.crm import Look, ReadOutcome, Seen

PEOPLE = ("Contact", "Lead")
COMPANY = "Account"


class _Rows(Enum):
    RECORDS = auto()
    PEOPLE = auto()
    COMPANIES = auto()
    KEYED = auto()
    MEETING = auto()
    """Ids of those that meet the condition."""
    MERGED = auto()
    CONVERTED = auto()
    """Leads, and the contacts that they became."""


_SURVIVOR_FIELDS = {_Rows.MERGED: "MasterRecordId", _Rows.CONVERTED: "ConvertedContactId"}


class _Part(NamedTuple):
    """One query of the look, and what its rows are."""

    query: Query
    object_type: str
    rows: _Rows
    key: str = ""
    """The field by whose values it looks, of KEYED."""


@dataclass(slots=True)
class _Found:
    """What the queries of a look brought."""

    wanted: Look
    records: dict[RecordRef, ReadOutcome]
    people: Matches
    companies: Matches
    keyed: dict[tuple[str, str], Matches]
    meeting_ids: set[str] = field(default_factory=set)
    absorbed: dict[RecordRef, tuple[RecordRef, ...]] = field(default_factory=lambda: defaultdict(tuple))

    def take(self, part: _Part, rows: Sequence[Row]) -> None:
        fields = self.wanted.fields.get(part.object_type, ())
        if part.rows is _Rows.MEETING:
            self.meeting_ids.update(str(row["Id"]) for row in rows)
        elif part.rows in _SURVIVOR_FIELDS:
            for one, survivor in _absorbed(rows, part):
                self.absorbed[survivor] += (one,)
        elif part.rows is _Rows.RECORDS:
            self.records.update({one.ref: one for one in (outcome_of(row, part.object_type, fields) for row in rows)})
        else:
            self._matches(part).take((row, record_of(row, part.object_type, fields)) for row in rows)

    def _matches(self, part: _Part) -> Matches:
        if part.rows is _Rows.KEYED:
            return self.keyed[part.object_type, part.key]
        return self.people if part.rows is _Rows.PEOPLE else self.companies

    def seen(self) -> Seen:
        keyed = {name: matches.by_key for name, matches in self.keyed.items()}
        return Seen(self.records, self.people.by_key, self._outside(), self.companies.by_key, self.absorbed, keyed)

    def _outside(self) -> frozenset[RecordRef]:
        by_id = (one for one in self.records.values() if isinstance(one, Record))
        keyed = (record for matches in self.keyed.values() for record in matches.records())
        live = (*by_id, *self.people.records(), *self.companies.records(), *keyed)
        return frozenset(one.ref for one in live if self._is_outside(one.ref))

    def _is_outside(self, ref: RecordRef) -> bool:
        return ref.object_type in self.wanted.conditions and ref.id not in self.meeting_ids


def look(api: SalesforceApi, wanted: Look) -> Seen:
    by_key = (*_by_id(wanted), *_by_email(wanted), *_by_domain(wanted), *_by_value(wanted))
    parts = [*by_key, *_by_survivor(wanted)]
    found = _Found(
        wanted,
        {ref: Gone(ref) for ref in wanted.refs},
        Matches(wanted.emails, _address_of),
        Matches(wanted.domains, _domain_of),
        {(one.object_type, one.field): Matches(one.values, partial(_value_of, one.field)) for one in wanted.keys},
    )
    for part, rows in zip(parts, api.queries([part.query for part in parts], "look"), strict=True):
        found.take(part, rows)
    return found.seen()


def _by_id(wanted: Look) -> Iterator[_Part]:
    for object_type in dict.fromkeys(ref.object_type for ref in wanted.refs):
        ids = [ref.id for ref in wanted.refs if ref.object_type == object_type]
        for batch in lists_that_fit(ids):
            yield _Part(by_ids(object_type, wanted.fields.get(object_type, ()), batch), object_type, _Rows.RECORDS)
            yield from _condition(wanted, object_type, "Id", batch)


def _by_email(wanted: Look) -> Iterator[_Part]:
    for batch in lists_that_fit(wanted.emails):
        for object_type in PEOPLE:
            yield _Part(by_emails(object_type, wanted.fields.get(object_type, ()), batch), object_type, _Rows.PEOPLE)
            yield from _condition(wanted, object_type, "Email", batch)


def _by_domain(wanted: Look) -> Iterator[_Part]:
    for batch in lists_that_fit(wanted.domains, domain_length):
        yield _Part(by_domains(wanted.fields.get(COMPANY, ()), batch), COMPANY, _Rows.COMPANIES)
        if COMPANY in wanted.conditions:
            yield _Part(by_domains((), batch, wanted.conditions[COMPANY]), COMPANY, _Rows.MEETING)


def _by_value(wanted: Look) -> Iterator[_Part]:
    for object_type, name, values in wanted.keys:
        for batch in lists_that_fit(values):
            query = by_values(object_type, wanted.fields.get(object_type, ()), name, batch)
            yield _Part(query, object_type, _Rows.KEYED, name)
            yield from _condition(wanted, object_type, name, batch)


def _by_survivor(wanted: Look) -> Iterator[_Part]:
    for object_type in MERGED:
        ids = list(dict.fromkeys(ref.id for ref in wanted.survivors if ref.object_type == object_type))
        for batch in lists_that_fit(ids):
            yield _Part(merged_into(object_type, batch), object_type, _Rows.MERGED)
            if object_type == "Contact":
                yield _Part(converted_into(batch), object_type, _Rows.CONVERTED)


def _absorbed(rows: Iterable[Row], part: _Part) -> Iterator[tuple[RecordRef, RecordRef]]:
    """Each with its survivor, whose object is the part's."""
    own_type = "Lead" if part.rows is _Rows.CONVERTED else part.object_type
    for row in rows:
        survivor = RecordRef(Side.SALESFORCE, part.object_type, str(row[_SURVIVOR_FIELDS[part.rows]]))
        yield RecordRef(Side.SALESFORCE, own_type, str(row["Id"])), survivor


def _condition(wanted: Look, object_type: str, name: str, batch: Sequence[str]) -> Iterator[_Part]:
    """Rides in the call of the query that it goes with."""
    if object_type in wanted.conditions:
        condition = wanted.conditions[object_type]
        yield _Part(meeting(object_type, name, batch, condition), object_type, _Rows.MEETING)


def _address_of(row: Row) -> str:
    """Salesforce keeps the case in which an address was typed."""
    return str(row["Email"]).strip().lower()


def _value_of(name: str, row: Row) -> str | None:
    return match_value(row[name])


def _domain_of(row: Row) -> str | None:
    return web_domain(str(row["Website"]))
