"""The steps of one lane of an import: page after page of the set it works on, the list, what comes again, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.import_estimate import HUBSPOT_BATCH, PAGE_RECORDS
from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.import_walk import ImportWalk
from crmsync.core.record import Millis, Record, Side
from crmsync.core.retry_walk import RetryWalk
from crmsync.ports.bulk_query import ResultSet
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.usecases.imports.bookkeeping import enter, wait_for
from crmsync.usecases.imports.give_up import give_up_cancelled, give_up_failed
from crmsync.usecases.imports.import_jobs import HeldJob
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.importable import obstacle
from crmsync.usecases.imports.page import PageResult, import_page, import_pending
from crmsync.usecases.imports.roster import is_call_worth, list_members
from crmsync.usecases.imports.selections import request_of
from crmsync.usecases.imports.supply import Supply
from crmsync.usecases.imports.take_failed import take_failed
from crmsync.usecases.imports.walk_on import NOT_FOUND, OTHERS, Walked, WalkOn, idle

SWITCHED_OFF_WAIT: Millis = 60_000
WALK_WAIT: Millis = 1_000
"""Another lane is reading its next set."""

MOST_PENDING = PAGE_RECORDS
CALLS_A_HUNDRED = 5
"""The most that HubSpot may be asked for a hundred: two reads, membership, two writes."""

SALESFORCE_CALLS_A_PAGE = {Side.SALESFORCE: 5, Side.HUBSPOT: 12}
"""By the side that the records come from: reads; or a look-up, and creations and updates, each perhaps mended."""

MORE_OF_OTHERS = 2
"""How many times as much other records than people may need, for what belongs to them."""


@dataclass(slots=True)
class ImportSteps:
    """The set of records that is worked through is kept between the steps of one turn. `is_cancelled` when the
    administrator wishes so: the next step ends it.
    """

    ports: ImportPorts
    held: HeldJob
    is_cancelled: bool = False
    _set: tuple[tuple[str, str | None], ResultSet] | None = field(default=None)

    @property
    def _job(self) -> ImportJob:
        return self.held.job

    def step(self) -> Millis:
        """Does what is next; how long to wait before the step after it. Raises CrmError."""
        if self.is_cancelled:
            return self._cancel()
        return self._fail() if self._job.error_category else self._work()

    def _work(self) -> Millis:
        configuration = self._configuration()
        if configuration is None:
            return self._wait("switched_off", SWITCHED_OFF_WAIT)
        if self._job.retry is not None and self._has_room(self._job.retry):
            return self._take_failed(self._job.retry)
        if self._job.pending and self._is_pending_next():
            return self._try_pending(configuration)
        if is_call_worth(self._job):
            return self._list_members()
        if self._is_through():
            return self._end()
        return self._go_on(configuration)

    def _go_on(self, configuration: Configuration) -> Millis:
        if not self._job.position.is_set_open:
            return self._walk_on(configuration)
        if self._asks_for_others(configuration):
            self._set = None
            return self._in_walk(configuration, WalkOn.ask_anew)
        return self._next_page(configuration)

    def _has_room(self, walk: RetryWalk) -> bool:
        """For more to try again. A file that was taken before a crash is dealt with in any case."""
        return walk.taken is not None or (not walk.is_over and len(self._job.pending) < MOST_PENDING)

    def _take_failed(self, walk: RetryWalk) -> Millis:
        take_failed(self.held, walk, self.ports.exports, self.ports.sync.clock.now())
        return 0

    def _configuration(self) -> Configuration | None:
        """None while nothing may be imported."""
        active = self.ports.sync.configurations.active()
        if active is None or obstacle(request_of(self._job).entry, active) is not None:
            return None
        return active.with_owners(self.ports.sync.owners.present())

    def _cancel(self) -> Millis:
        give_up_cancelled(self._job, self.ports)
        self._tidy_up()
        return self._rest(ImportState.CANCELLED)

    def _fail(self) -> Millis:
        give_up_failed(self._job, self.ports)
        self._tidy_up()
        return self._rest(ImportState.FAILED)

    def _rest(self, state: ImportState) -> Millis:
        self._job.state, self._job.waiting, self._job.finished_at = state, "", self.ports.sync.clock.now()
        return 0

    def _tidy_up(self) -> None:
        """What an import leaves that ends early: no results in Salesforce, and a list of what was imported."""
        try:
            self._leave_tidy()
        except CrmError as error:
            # Salesforce removes results by itself after a week; the list just ends where the import did.
            category = error.failure.category
            self.ports.sync.telemetry.note("import not tidied up", job=self._job.id, category=category)

    def _leave_tidy(self) -> None:
        with self.ports.access() as access:
            walk = self.ports.jobs.walk(self._job.id)
            if walk.query_id and not self._job.lane and request_of(self._job).source is Side.SALESFORCE:
                access.salesforce.end_query(walk.query_id)
            if self._job.unlisted:
                list_members(self._job, access)

    def _walk_on(self, configuration: Configuration) -> Millis:
        main = self.ports.jobs.find(self._job.id) if self._job.lane else None
        if main is not None and main.is_final:
            return self._end_with(main)
        return self._in_walk(configuration, WalkOn.step)

    def _end_with(self, main: ImportJob) -> Millis:
        """A helper ends with the import that it helps."""
        if main.state is ImportState.DONE:
            return self._rest(ImportState.DONE)
        self._job.error, self._job.error_category = main.error, main.error_category
        return self._fail() if main.state is ImportState.FAILED else self._cancel()

    def _in_walk(self, configuration: Configuration, act: Callable[[WalkOn], Walked]) -> Millis:
        held = self.ports.jobs.take_walk(self._job.id)
        if held is None:
            return WALK_WAIT
        try:
            walked = act(WalkOn(self._job, held.walk, configuration, self.ports))
        except CrmError:
            held.give_back()
            raise
        held.give_back()
        if walked.results is not None:
            self._set = (self._place, walked.results)
        return self._wait(walked.waiting if walked.wait else "", walked.wait)

    @property
    def _place(self) -> tuple[str, str | None]:
        return self._job.position.query_id, self._job.position.locator

    def _asks_for_others(self, configuration: Configuration) -> bool:
        """Whether the set that was begun has other fields than are mapped now."""
        return self._job.position.fields != list(self._supply(configuration).fields)

    def _supply(self, configuration: Configuration) -> Supply:
        return WalkOn(self._job, ImportWalk(), configuration, self.ports).supply(self._job.position.part)

    def _next_page(self, configuration: Configuration) -> Millis:
        if not self._can_afford(PAGE_RECORDS):
            return self._wait("quota", MAX_DELAY)
        position = self._job.position
        try:
            results = self._results(configuration)
        except CrmError as error:
            if error.failure.status != NOT_FOUND:
                raise
            return self._in_walk(configuration, WalkOn.look_again)
        page = results.records[position.done_in_set : position.done_in_set + PAGE_RECORDS]
        if page:
            self._import(page, configuration)
        if position.done_in_set >= len(results.records):
            position.is_set_open, self._set = False, None
        return 0

    def _results(self, configuration: Configuration) -> ResultSet:
        if self._set is None or self._set[0] != self._place:
            self._set = None
            position = self._job.position
            found = self._supply(configuration).read(position.query_id, position.locator)
            position.as_of = found.as_of or position.as_of
            self._set = (self._place, found)
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
        with self.ports.access() as access:
            list_members(self._job, access)
        return 0

    def _end(self) -> Millis:
        if self._job.unlisted:
            self._list_members()
        others = self.ports.jobs.lanes(self._job) if self._job.lane == 0 else []
        if any(other.is_at_work for other in others):
            return self._wait(OTHERS, idle(self._job))
        failed = next((other for other in others if other.state is ImportState.FAILED), None)
        if failed is None:
            return self._rest(ImportState.DONE)
        self._job.error, self._job.error_category = failed.error, failed.error_category
        return self._rest(ImportState.FAILED)

    def _can_afford(self, records: int) -> bool:
        """Whether a page fits into what bulk work may still use today: it is not begun else."""
        free = self.ports.free_calls
        request = request_of(self._job)
        more = 1 if request.entry.is_of_people else MORE_OF_OTHERS
        enough = free.left(Side.HUBSPOT, CallClass.BULK) >= ceil(records / HUBSPOT_BATCH) * CALLS_A_HUNDRED * more
        of_salesforce = SALESFORCE_CALLS_A_PAGE[request.source] * more
        return enough and free.left(Side.SALESFORCE, CallClass.BULK) >= of_salesforce

    def _wait(self, what: str, wait: Millis) -> Millis:
        self._job.waiting = what
        return wait
