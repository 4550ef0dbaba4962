"""What an import of other records than people costs: an upper bound where nothing fails, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from crmsync.core.configuration import PairConfiguration
from crmsync.core.import_estimate import CALLS_A_QUERY, HUBSPOT_BATCH, PAGE_RECORDS, RESULT_RECORDS
from crmsync.core.import_kind import ImportKind
from crmsync.core.match_key import MatchBy
from crmsync.core.record import Side

WRITTEN_TOGETHER = 200
"""Records that are written before their associations are."""

_IDS_A_CALL = 1_000
"""Of Salesforce: two hundred ids a query, five queries a call."""

_DOMAINS_A_CALL = 150
"""Salesforce's addresses are limited, and a domain is looked for in six spellings."""


@dataclass(frozen=True, slots=True)
class Page:
    """`records` of the kind, with so many `rows` of contacts that lead to them."""

    kind: ImportKind
    pair: PairConfiguration
    records: int
    rows: int

    def calls(self, side: Side) -> int:
        return sum(self._hubspot() if side is Side.HUBSPOT else self._salesforce())

    @property
    def _hundreds(self) -> int:
        return ceil(self.records / HUBSPOT_BATCH)

    @property
    def _matched_by(self) -> MatchBy | None:
        key = self.pair.object_pair.match
        return key.by if key is not None else None

    def _hubspot(self) -> Iterator[int]:
        """By id, by key, and the write; then what belongs to it."""
        yield self._hundreds * (3 if self._matched_by is not None else 2)
        yield self._hundreds if self.pair.settings.inclusion_list_id is not None else 0
        references = sum(one.reference is not None for one in self.pair.mappings)
        members = sum(one.members is not None for one in self.pair.mappings)
        yield ceil(self.records / WRITTEN_TOGETHER) * (references + members)
        if self.kind.through is not None and self.kind.through.is_of_contact:
            # As a way to a counterpart, and to be attached.
            yield ceil(self.rows / HUBSPOT_BATCH) * 2 + ceil(self.rows / WRITTEN_TOGETHER) + 1

    def _salesforce(self) -> Iterator[int]:
        """Who bears the same key; who belongs to whom; members are read by their rows."""
        if self._matched_by is MatchBy.DOMAIN:
            yield ceil(self.records / _DOMAINS_A_CALL)
        elif self._matched_by is MatchBy.VALUE:
            yield ceil(self.records / _IDS_A_CALL)
        # Whether our own user made some of them a moment ago.
        yield int(bool(self.pair.object_pair.naming))
        through = self.kind.through
        if through is None:
            return
        yield ceil(self.records / _IDS_A_CALL) + ceil(self.rows / _IDS_A_CALL)
        # Contacts and converted leads of accounts, each looked at; rows of opportunities, and each row.
        yield 2 * ceil(self.records / PAGE_RECORDS) + ceil(self.rows / PAGE_RECORDS)


def kind_calls(kind: ImportKind, pair: PairConfiguration, records: int, rows: int) -> Mapping[Side, int]:
    """`rows` as in `Page`, of all records together."""
    full, rest = divmod(records, PAGE_RECORDS)
    sizes = {PAGE_RECORDS: full, rest: int(rest > 0)}
    pages = [(Page(kind, pair, size, ceil(rows * size / records)), number) for size, number in sizes.items() if number]
    calls = {side: sum(number * page.calls(side) for page, number in pages) for side in Side}
    return {**calls, Side.SALESFORCE: calls[Side.SALESFORCE] + CALLS_A_QUERY + ceil(records / RESULT_RECORDS)}
