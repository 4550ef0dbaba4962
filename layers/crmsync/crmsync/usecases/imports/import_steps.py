"""The steps of an import: query, look, page after page, list, sweep; then the next object, then the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_estimate import HUBSPOT_BATCH, PAGE_RECORDS, RESULT_RECORDS
from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Record, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.bulk_query import QueryState, ResultRequest, ResultSet, Selection
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.usecases.imports.bookkeeping import enter, wait_for
from crmsync.usecases.imports.import_jobs import HeldJob
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.page import PageResult, import_page, import_pending
from crmsync.usecases.imports.roster import is_call_worth, list_members
from crmsync.usecases.imports.selections import PAIR, fields_of, request_of, selections_of
from crmsync.usecases.imports.sweep import since_query, sweep

FIRST_LOOK: Millis = 1_000
LONGEST_LOOK: Millis = 60_000
SWITCHED_OFF_WAIT: Millis = 60_000
MOST_PENDING = PAGE_RECORDS
CALLS_A_HUNDRED = 5
"""The most that HubSpot may be asked for a hundred: two reads, membership, two writes."""

SALESFORCE_CALLS_A_PAGE = 5
NOT_FOUND = 404


@dataclass(slots=True)
class ImportSteps:
    """The set of results that is worked through is kept between the steps of one turn."""

    ports: ImportPorts
    held: HeldJob
    _set: tuple[tuple[str, str | None], ResultSet] | None = field(default=None)

    @property
    def _job(self) -> ImportJob:
        return self.held.job

    def step(self) -> Millis:
        """Does what is next; how long to wait before the step after it. Raises CrmError."""
        configuration = self._configuration()
        if configuration is None:
            return self._wait("switched_off", SWITCHED_OFF_WAIT)
        if self._job.pending and self._is_pending_next():
            return self._try_pending(configuration)
        if is_call_worth(self._job):
            return self._list_members()
        selections = selections_of(request_of(self._job), recent_first=self._job.recent_first)
        if self._job.position.part >= len(selections):
            return self._end()
        return self._go_on(selections[self._job.position.part], configuration)

    def _configuration(self) -> Configuration | None:
        """None while nothing may be imported."""
        active = self.ports.sync.configurations.active()
        if active is None or not _may_run(active):
            return None
        return active.with_owners(self.ports.sync.owners.present())

    def tidy_up(self) -> None:
        """What a cancelled import leaves: no results in Salesforce, and a list of what was imported."""
        with self._access() as access:
            if self._job.position.query_id:
                access.salesforce.end_query(self._job.position.query_id)
            if self._job.unlisted:
                list_members(self._job, access)

    def _go_on(self, selection: Selection, configuration: Configuration) -> Millis:
        fields = fields_of(configuration, selection.object_type)
        if not self._job.position.query_id:
            return self._begin_query(selection, fields)
        if self._job.position.fields != list(fields):
            return self._query_other_fields()
        if not self._job.position.is_ready:
            return self._look_at_query()
        return self._next_page(selection, configuration)

    def _begin_query(self, selection: Selection, fields: Sequence[str]) -> Millis:
        position = self._job.position
        with self._access() as access:
            started = access.salesforce.start_query(selection, fields)
        position.query_id, position.queried_at, position.fields = started.id, started.made_at, list(fields)
        return self._wait("salesforce", FIRST_LOOK)

    def _look_at_query(self) -> Millis:
        position = self._job.position
        with self._access() as access:
            progress = access.salesforce.query_progress(position.query_id)
        if progress.state is QueryState.FAILED:
            message = f"Salesforce did not carry out the query: {progress.message}"
            raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message))
        if progress.state is QueryState.LOST:
            return self._query_anew()
        position.is_ready = progress.state is QueryState.DONE
        position.looks += 1
        return 0 if position.is_ready else self._wait("salesforce", min(FIRST_LOOK << position.looks, LONGEST_LOOK))

    def _query_other_fields(self) -> Millis:
        """Somebody changed the mappings: the results have not what is to be synced now."""
        with self._access() as access:
            access.salesforce.end_query(self._job.position.query_id)
        return self._query_anew()

    def _query_anew(self) -> Millis:
        """Results are kept for a week. Records that were done already are found in step, and history tells how."""
        self._job.begin_again()
        return 0

    def _next_page(self, selection: Selection, configuration: Configuration) -> Millis:
        if not self._can_afford(PAGE_RECORDS):
            return self._wait("quota", MAX_DELAY)
        position = self._job.position
        try:
            results = self._results(selection, configuration)
        except CrmError as error:
            if error.failure.status != NOT_FOUND:
                raise
            position.is_ready = False
            return 0
        page = results.records[position.done_in_set : position.done_in_set + PAGE_RECORDS]
        if page:
            self._import(page, configuration)
        if position.done_in_set >= len(results.records):
            self._end_set(results, selection, configuration)
        return 0

    def _results(self, selection: Selection, configuration: Configuration) -> ResultSet:
        position = self._job.position
        place = (position.query_id, position.locator)
        if self._set is None or self._set[0] != place:
            self._set = None
            fields = fields_of(configuration, selection.object_type)
            with self._access() as access:
                found = access.salesforce.query_results(
                    ResultRequest(position.query_id, selection.object_type, fields, position.locator, RESULT_RECORDS)
                )
            self._set = (place, found)
        return self._set[1]

    def _import(self, page: Sequence[Record], configuration: Configuration) -> None:
        """The page's place is stored before it is begun: found begun, it may be done in part."""
        job, position = self._job, self._job.position
        is_begun = position.begun == position.page
        if not is_begun:
            position.begun, position.begun_at = position.page, self.ports.sync.clock.now()
            self.held.save()
        begun_at = job.confirmed_at if position.again else position.begun_at if is_begun else None
        job.waiting = ""
        result = import_page(page, job, configuration, self.ports, begun_at=begun_at)
        self._enter(result, [*job.pending, *result.again])
        position.done_in_set += len(page)

    def _enter(self, result: PageResult, again: Sequence[str]) -> None:
        enter(result, self._job, self.ports)
        wait_for(again, self._job, self.ports.sync.clock.now())

    def _end_set(self, results: ResultSet, selection: Selection, configuration: Configuration) -> None:
        position = self._job.position
        if results.locator is not None:
            position.locator, position.done_in_set = results.locator, 0
            return
        now = self.ports.sync.clock.now()
        with self._access() as access:
            feed = since_query(self._job, selection.object_type, configuration, now)
            sweep(self._job, feed, access, self.ports.sync.queue)
            access.salesforce.end_query(position.query_id)
        self._set = None
        self._job.begin_part(position.part + 1)

    def _is_pending_next(self) -> bool:
        """When its time has come; before that only when there is nothing else to do, or too much of it."""
        is_due = self.ports.sync.clock.now() >= self._job.pending_due
        return is_due or len(self._job.pending) >= MOST_PENDING or self._is_through()

    def _is_through(self) -> bool:
        return self._job.position.part >= len(request_of(self._job).object_types)

    def _try_pending(self, configuration: Configuration) -> Millis:
        wait = self._job.pending_due - self.ports.sync.clock.now()
        if wait > 0:
            return self._wait("unavailable", wait)
        if not self._can_afford(len(self._job.pending)):
            return self._wait("quota", MAX_DELAY)
        self._job.waiting = ""
        result = import_pending(self._job, configuration, self.ports)
        self._enter(result, result.again)
        return 0

    def _list_members(self) -> Millis:
        with self._access() as access:
            list_members(self._job, access)
        return 0

    def _end(self) -> Millis:
        if self._job.unlisted:
            self._list_members()
        self._job.state, self._job.waiting = ImportState.DONE, ""
        self._job.finished_at = self.ports.sync.clock.now()
        return 0

    def _can_afford(self, records: int) -> bool:
        """Whether a page fits into what bulk work may still use today: it is not begun else."""
        free = self.ports.free_calls
        needed = ceil(records / HUBSPOT_BATCH) * CALLS_A_HUNDRED
        enough = free.left(Side.HUBSPOT, CallClass.BULK) >= needed
        return enough and free.left(Side.SALESFORCE, CallClass.BULK) >= SALESFORCE_CALLS_A_PAGE

    def _wait(self, what: str, wait: Millis) -> Millis:
        self._job.waiting = what
        return wait

    @contextmanager
    def _access(self) -> Iterator[CrmAccess]:
        access = self.ports.sync.gate.open(CallClass.BULK)
        try:
            yield access
        finally:
            access.close()


def _may_run(configuration: Configuration) -> bool:
    return not configuration.global_settings.paused and configuration.pairs[PAIR].settings.enabled
