"""Which link a Salesforce record belongs to, remembered within the container."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crmsync.adapters.aws.dynamodb_table import DynamoTable
from crmsync.core.record import RecordRef, Side

REMEMBERED = 20_000


class LinkPointers:
    """What it remembers may be stale: whoever follows it checks that the link names the record, and else `forget`s."""

    def __init__(self, table: DynamoTable, remembered: int = REMEMBERED) -> None:
        self._table = table
        self._remembered = remembered
        self._links: dict[str, str] = {}

    def link_keys(self, refs: Sequence[RecordRef]) -> dict[RecordRef, str]:
        """The key of the link of each; a Salesforce record without pointer is missing."""
        unknown = [ref for ref in refs if ref.side is Side.SALESFORCE and ref.key not in self._links]
        read = self._read(unknown)
        known = {ref: ref.key if ref.side is Side.HUBSPOT else self._links.get(ref.key) for ref in refs}
        return {ref: key for ref in refs if (key := read.get(ref) or known[ref])}

    def _read(self, refs: Sequence[RecordRef]) -> dict[RecordRef, str]:
        items = self._table.get_all([(ref.key,) for ref in refs])
        read = {ref: items[(ref.key,)]["link"] for ref in refs if (ref.key,) in items}
        self.remember({ref.key: link for ref, link in read.items()})
        return read

    def remember(self, links: Mapping[str, str]) -> None:
        """By the Salesforce record's key: the link's. The echo of a write to that record will ask for it."""
        self._links.update(links)
        too_many = len(self._links) - self._remembered
        for oldest in list(self._links)[:too_many] if too_many > 0 else ():
            del self._links[oldest]

    def forget(self, ref: RecordRef) -> None:
        self._links.pop(ref.key, None)
