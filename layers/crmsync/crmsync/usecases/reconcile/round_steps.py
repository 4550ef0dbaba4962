"""The steps of a round: query, look, page after page; then the next object, then the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil

from crmsync.core.back_fill import fill_name
from crmsync.core.bulk_position import BulkPosition
from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.import_estimate import HUBSPOT_BATCH, PAGE_RECORDS, RESULT_RECORDS
from crmsync.core.parked import Category
from crmsync.core.reconcile_round import ReconcileRound, RoundState
from crmsync.core.record import Millis, Record, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.bulk_query import QueryState, ResultRequest, ResultSet, Selection
from crmsync.ports.import_queue import MAX_DELAY
from crmsync.usecases.reconcile.bring_missed import bring_missed, next_to_bring
from crmsync.usecases.reconcile.compare_page import compare_page
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.rounds import HeldRounds
from crmsync.usecases.reconcile.start_round import may_run
from crmsync.usecases.reconcile.walk_links import walk_links

FIRST_LOOK: Millis = 1_000
LONGEST_LOOK: Millis = 60_000
SWITCHED_OFF_WAIT: Millis = 300_000
CALLS_A_HUNDRED = 4
"""The most that HubSpot is asked for a hundred: a read, membership, two writes."""

SALESFORCE_CALLS_A_PAGE = 5
NOT_FOUND = 404


@dataclass(slots=True)
class RoundSteps:
    """The set of results that is worked through is kept between the steps of one turn."""

    ports: ReconcilePorts
    held: HeldRounds
    round: ReconcileRound
    _set: tuple[tuple[str, str | None], ResultSet] | None = field(default=None)

    @property
    def _position(self) -> BulkPosition:
        return self.round.position

    def step(self) -> Millis:
        """Does what is next; how long to wait before the step after it. Raises CrmError."""
        configuration = self._configuration()
        if configuration is None:
            return self._wait("switched_off", SWITCHED_OFF_WAIT)
        if self._position.part >= len(self.round.parts):
            return self._after_parts(configuration)
        object_type = self.round.parts[self._position.part]
        pair = configuration.pair_of(object_type)
        if pair is None or not pair.settings.enabled:
            return self._next_part()
        if not self._position.query_id:
            return self._begin_query(object_type, pair.settings.salesforce_filter or "", configuration)
        if not self._position.is_ready:
            return self._look_at_query()
        return self._next_page(object_type, configuration)

    def _configuration(self) -> Configuration | None:
        """None while nothing may be synced."""
        active = self.ports.sync.configurations.active()
        if active is None or not may_run(active):
            return None
        return active.with_owners(self.ports.sync.owners.present())

    def _next_part(self) -> Millis:
        self._set = None
        self.round.begin_part(self._position.part + 1)
        return 0

    def _begin_query(self, object_type: str, condition: str, configuration: Configuration) -> Millis:
        """Whom the Salesforce filter excludes is not even asked for."""
        fields = fields_to_read(configuration.enabled_pairs, Side.SALESFORCE)[object_type]
        with self._access() as access:
            started = access.salesforce.start_query(Selection(object_type, condition), fields)
        self._position.query_id, self._position.queried_at = started.id, started.made_at
        self._position.fields = list(fields)
        return self._wait("salesforce", FIRST_LOOK)

    def _look_at_query(self) -> Millis:
        position = self._position
        with self._access() as access:
            progress = access.salesforce.query_progress(position.query_id)
        if progress.state is QueryState.FAILED:
            message = f"Salesforce did not carry out the query: {progress.message}"
            raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, message))
        if progress.state is QueryState.LOST:
            self.round.begin_again()
            return 0
        position.is_ready = progress.state is QueryState.DONE
        position.looks += 1
        return 0 if position.is_ready else self._wait("salesforce", min(FIRST_LOOK << position.looks, LONGEST_LOOK))

    def _next_page(self, object_type: str, configuration: Configuration) -> Millis:
        if not self._can_afford_page():
            return self._wait("quota", MAX_DELAY)
        position = self._position
        try:
            results = self._results(object_type)
        except CrmError as error:
            if error.failure.status != NOT_FOUND:
                raise
            position.is_ready = False
            return 0
        page = results.records[position.done_in_set : position.done_in_set + PAGE_RECORDS]
        if page:
            self._compare(page, configuration)
        return self._end_set(results) if position.done_in_set >= len(results.records) else 0

    def _results(self, object_type: str) -> ResultSet:
        position = self._position
        place = (position.query_id, position.locator)
        if self._set is None or self._set[0] != place:
            self._set = None
            wanted = ResultRequest(place[0], object_type, tuple(position.fields), place[1], RESULT_RECORDS)
            with self._access() as access:
                self._set = (place, access.salesforce.query_results(wanted))
        return self._set[1]

    def _compare(self, page: Sequence[Record], configuration: Configuration) -> None:
        """The page's place is stored before it is begun: found begun, it may be done in part."""
        position, is_redone = self._position, self._position.is_redone
        if position.begun != position.page:
            position.begun = position.page
            self.held.save()
        self.round.waiting, before = "", self.round.findings.copy()
        try:
            compare_page(page, self.round, configuration, self.ports, is_redone=is_redone)
        except CrmError:
            self.round.findings = before
            raise
        position.done_in_set += len(page)

    def _end_set(self, results: ResultSet) -> Millis:
        if results.locator is not None:
            self._position.locator, self._position.done_in_set = results.locator, 0
            return 0
        with self._access() as access:
            access.salesforce.end_query(self._position.query_id)
        return self._next_part()

    def _after_parts(self, configuration: Configuration) -> Millis:
        pair = next_to_bring(self.round, configuration)
        if pair is None and self.round.is_walked:
            return self._end()
        if not self._can_afford_page():
            return self._wait("quota", MAX_DELAY)
        self.round.waiting = ""
        if pair is not None:
            bring_missed(pair, self.round, self.held.save, configuration, self.ports)
        else:
            self._walk(configuration)
        return 0

    def _walk(self, configuration: Configuration) -> None:
        with self._access() as access:
            walk_links(self.round, configuration, access, self.ports)

    def _end(self) -> Millis:
        self.round.state, self.round.waiting = RoundState.DONE, ""
        if not self.round.is_preview:
            names = [fill_name(self.round.pair, key) for key in self.round.fills]
            self.held.filled.update(dict.fromkeys(names, self.round.started_at))
            self.held.looked.update(dict.fromkeys(self.round.told_from, self.round.told_by))
        self.round.finished_at = self.ports.sync.clock.now()
        return 0

    def _can_afford_page(self) -> bool:
        """Whether a page fits into what bulk work may still use today: it is not begun else."""
        free, needed = self.ports.free_calls, ceil(PAGE_RECORDS / HUBSPOT_BATCH) * CALLS_A_HUNDRED
        enough = free.left(Side.HUBSPOT, CallClass.BULK) >= needed
        return enough and free.left(Side.SALESFORCE, CallClass.BULK) >= SALESFORCE_CALLS_A_PAGE

    def _wait(self, what: str, wait: Millis) -> Millis:
        self.round.waiting = what
        return wait

    @contextmanager
    def _access(self) -> Iterator[CrmAccess]:
        access = self.ports.sync.gate.open(CallClass.BULK)
        try:
            yield access
        finally:
            access.close()
