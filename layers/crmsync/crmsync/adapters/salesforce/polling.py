"""Records changed within a window: one queryAll an object shows changed, deleted, merged and converted ones."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.records import modified_at, outcome_of, record_of
from crmsync.adapters.salesforce.soql import NARROW_PAGE_LIMIT, PAGE_LIMIT, Query, changed
from crmsync.core.campaigns import MEMBER
from crmsync.core.record import Gone, Record
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed

IS_DELETED = "IsDeleted"
"""A feed that asks for it gets deleted records as records too."""


def poll(api: SalesforceApi, feeds: Sequence[Feed]) -> list[Page]:
    """One page a feed; five feeds in one call."""
    found = api.queries([_query(feed) for feed in feeds], "changed_since")
    return [_page(feed, rows) for feed, rows in zip(feeds, found, strict=True)]


def _query(feed: Feed) -> Query:
    last = json.loads(feed.cursor) if feed.cursor else None
    after = (last["at"], last["id"]) if last else None
    return changed(feed.object_type, feed.fields, (feed.since, feed.until), after, _limit(feed))


def _tells_of_others(feed: Feed) -> bool:
    """Whether its rows only tie records together: members of campaigns, roles of contacts."""
    return feed.object_type == MEMBER or IS_DELETED in feed.fields


def _limit(feed: Feed) -> int:
    return NARROW_PAGE_LIMIT if _tells_of_others(feed) else PAGE_LIMIT


def _page(feed: Feed, rows: Sequence[Row]) -> Page:
    read = record_of if _tells_of_others(feed) else outcome_of
    outcomes = [read(row, feed.object_type, feed.fields) for row in rows]
    return Page(
        tuple(one for one in outcomes if isinstance(one, Record)),
        tuple(one for one in outcomes if isinstance(one, Gone)),
        _cursor(rows[-1]) if len(rows) >= _limit(feed) else None,
    )


def _cursor(last: Row) -> str:
    return json.dumps({"at": modified_at(last), "id": last["Id"]})
