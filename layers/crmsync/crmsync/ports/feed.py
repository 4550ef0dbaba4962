"""Several polls in one call, where a CRM offers that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from crmsync.core.mapping import FieldType
from crmsync.core.record import Millis
from crmsync.ports.crm import Page

FEEDS_A_CALL = 5
"""Salesforce takes at most so many queries in a composite call."""


class Feed(NamedTuple):
    """Records of one type changed in [since, until); `cursor` continues a page, None for the first."""

    object_type: str
    fields: tuple[str, ...]
    since: Millis
    until: Millis
    cursor: str | None = None


class HubspotSearch(Protocol):
    """What only HubSpot's search tells: Salesforce is asked for everything, old or new, by one query."""

    def created_since(self, feed: Feed, blank: Sequence[str]) -> Page:
        """One page, of two hundred at most, of live records created in the feed's window that have no value in any of
        the properties `blank`. From the search index, which lags. Raises CrmError.
        """

    def dated_within(self, feed: Feed, name: str, blank: Sequence[str]) -> Page:
        """The same by a time that people may set: the property `name`."""


class SalesforceFeeds(Protocol):
    """Up to five queries, or 25 descriptions, ride in one HTTP call."""

    def changed_since_many(self, feeds: Sequence[Feed]) -> list[Page]:
        """One page a feed, in the order of the feeds: changed, deleted, merged and converted records at once.

        Raises CrmError when any feed failed.
        """

    def schemas(self, object_types: Sequence[str]) -> Mapping[str, Mapping[str, FieldType]]:
        """The live, readable fields of each object type. Raises CrmError."""

    @property
    def last_usage(self) -> tuple[int, int] | None:
        """(used, limit) of the org as the last answer told, without a call of its own; None before the first."""
