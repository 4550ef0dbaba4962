"""Large reads of Salesforce: a query that the vendor runs by itself, and its results in sets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from crmsync.core.record import Millis, Record


class Selection(NamedTuple):
    """Live records of one object; converted leads are left out.

    `condition` is SOQL, already checked, empty for all. `recent_first` sorts by the time of the last change, which
    keeps Salesforce from splitting the query: for results that it can sort within its time limits. `with_archived`:
    activities that are over a year old too.
    https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_guidelines_archive.htm
    """

    object_type: str
    condition: str = ""
    recent_first: bool = False
    with_archived: bool = False


class StartedQuery(NamedTuple):
    """`made_at` is by Salesforce's own clock: later changes are not in the results."""

    id: str
    made_at: Millis


class QueryState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Salesforce ended it, or somebody aborted it."""
    LOST = "lost"
    """Salesforce knows no such query any more: results are kept for a week."""


class QueryProgress(NamedTuple):
    """`message` is Salesforce's reason of a failed one."""

    state: QueryState
    message: str = ""


class ResultRequest(NamedTuple):
    """The set at the locator (None: the first one), of at most so many records. `fields` as in `start_query`."""

    query_id: str
    object_type: str
    fields: tuple[str, ...]
    locator: str | None
    most: int


class ResultSet(NamedTuple):
    """`records` in the order of the results; `locator` of the next set, None after the last one.

    `as_of` is when the values were read, where that is later than the query.
    """

    records: tuple[Record, ...]
    locator: str | None = None
    as_of: Millis | None = None


class Campaign(NamedTuple):
    name: str
    is_active: bool


class BulkQueries(Protocol):
    """Each method is one HTTP call, more only where it says so. Raises CrmError."""

    def count(self, selections: Sequence[Selection]) -> list[int]:
        """How many records each has. A condition that Salesforce refuses raises CrmError(BAD_CONFIGURATION)."""

    def start_query(self, selection: Selection, fields: Sequence[str]) -> StartedQuery:
        """Has Salesforce begin. A lost answer leaves a query that nobody will read: harmless."""

    def query_progress(self, query_id: str) -> QueryProgress: ...

    def query_results(self, wanted: ResultRequest) -> ResultSet:
        """The same set however often it is asked for. Raises CrmError(RETRY_LATER) when it broke off."""

    def end_query(self, query_id: str) -> None:
        """Stops a running query and removes its results: one or two calls. One that is not there is fine."""

    def campaign(self, campaign_id: str) -> Campaign | None:
        """None when there is none with that id."""
