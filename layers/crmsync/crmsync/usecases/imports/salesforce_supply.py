"""The records of one Salesforce object, by a query that Salesforce carries out by itself."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_job import ImportJob
from crmsync.core.import_walk import ImportWalk
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.bulk_query import QueryState, ResultRequest, ResultSet, Selection
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.sweep import since_query, sweep

FIRST_LOOK: Millis = 1_000
LONGEST_LOOK: Millis = 60_000


@dataclass(frozen=True, slots=True)
class SalesforceSupply:
    """The Supply."""

    selection: Selection
    job: ImportJob
    fields: tuple[str, ...]
    ports: ImportPorts

    def begin(self, walk: ImportWalk) -> Millis:
        with self.ports.access() as access:
            started = access.salesforce.start_query(self.selection, self.fields)
        walk.query_id, walk.queried_at, walk.fields = started.id, started.made_at, list(self.fields)
        return FIRST_LOOK

    def look(self, walk: ImportWalk) -> Millis:
        with self.ports.access() as access:
            progress = access.salesforce.query_progress(walk.query_id)
        if progress.state is QueryState.FAILED:
            message = f"Salesforce did not carry out the query: {progress.message}"
            raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message))
        if progress.state is QueryState.LOST:
            # Results are kept for a week. Records that were done are found in step, and history tells how.
            walk.begin_again()
            return 0
        walk.is_ready = progress.state is QueryState.DONE
        walk.looks += 1
        return 0 if walk.is_ready else min(FIRST_LOOK << walk.looks, LONGEST_LOOK)

    def read(self, query_id: str, locator: str | None) -> ResultSet:
        wanted = ResultRequest(query_id, self.selection.object_type, self.fields, locator, self.ports.set_records)
        with self.ports.access() as access:
            return access.salesforce.query_results(wanted)

    def end(self, walk: ImportWalk) -> None:
        feed = since_query(walk.queried_at, self.selection.object_type, self.fields, self.ports.sync.clock.now())
        with self.ports.access() as access:
            sweep(self.job, feed, access, self.ports.sync.queue)
            access.salesforce.end_query(walk.query_id)

    def drop(self, walk: ImportWalk) -> None:
        with self.ports.access() as access:
            access.salesforce.end_query(walk.query_id)
