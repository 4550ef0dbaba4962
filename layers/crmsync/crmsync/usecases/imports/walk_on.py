"""The walk through an import's records, one step of one lane at a time: the query, the next set, the next object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.import_job import ImportJob, ImportState
from crmsync.core.import_walk import ImportWalk
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Side
from crmsync.ports.bulk_query import ResultSet
from crmsync.usecases.imports.hubspot_supply import HubspotSupply
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.salesforce_supply import SalesforceSupply
from crmsync.usecases.imports.selections import fields_of, request_of, selections_of
from crmsync.usecases.imports.supply import Supply

OTHERS = "others"
"""What a lane waits for that has nothing to do until the others have done their sets."""

OTHERS_WAIT: Millis = 5_000
LONGEST_IDLE: Millis = 300_000
NOT_FOUND = 404


class Walked(NamedTuple):
    """How long to wait and for what; the set that the lane claimed just now."""

    wait: Millis = 0
    waiting: str = ""
    results: ResultSet | None = None


def idle(job: ImportJob) -> Millis:
    """The wait for the others: longer each time, since they may wait for tomorrow's calls."""
    job.idle_rounds += 1
    return min(OTHERS_WAIT << min(job.idle_rounds - 1, 8), LONGEST_IDLE)


@dataclass(frozen=True, slots=True)
class WalkOn:
    """`walk` is held by this lane alone for the time of the step. Raises CrmError."""

    job: ImportJob
    walk: ImportWalk
    configuration: Configuration
    ports: ImportPorts

    def step(self) -> Walked:
        self._keep_up()
        job, walk = self.job, self.walk
        claim = walk.claim_of(job.lane)
        if claim is not None and claim.number > job.position.number:
            # The worker that claimed it died before its job knew.
            job.position.open_set(claim, walk, walk.queried_at)
            return Walked()
        walk.give_up(job.lane)
        if walk.part >= len(request_of(job).object_types):
            return Walked()
        return self._go_on(self.supply(walk.part))

    def look_again(self) -> Walked:
        """Results that were there are not to be found: the query may be lost, for all lanes."""
        if self.walk.generation == self.job.position.generation:
            self.supply(self.walk.part).look(self.walk)
        self._keep_up()
        return Walked(OTHERS_WAIT, "salesforce")

    def ask_anew(self) -> Walked:
        """Somebody changed the mappings: what was asked for has not what is to be synced now, for all lanes."""
        if self.walk.generation == self.job.position.generation:
            self._begin_again(self.supply(self.walk.part))
        self._keep_up()
        return Walked()

    def _begin_again(self, supply: Supply) -> None:
        supply.drop(self.walk)
        self.walk.begin_again()

    def supply(self, part: int) -> Supply:
        request = request_of(self.job)
        if request.source is Side.HUBSPOT:
            return HubspotSupply(request.list_id, self.configuration, self.ports)
        selection = selections_of(request, self.configuration, recent_first=self.job.recent_first)[part]
        fields = fields_of(self.configuration, selection.object_type)
        return SalesforceSupply(selection, self.job, fields, self.ports)

    def _keep_up(self) -> None:
        """With an object that is over, and with a query that was made again, whichever lane found that. A lane that
        slept meanwhile may have missed both: what it did by the old query the others did once more.
        """
        job, walk = self.job, self.walk
        generation = walk.generation if job.position.part == walk.part else walk.settled[job.position.part]
        if job.position.generation != generation:
            job.begin_again(generation)
        if job.position.part != walk.part:
            job.begin_part(walk.part, walk.generation)

    def _go_on(self, supply: Supply) -> Walked:
        walk = self.walk
        if not walk.query_id:
            return Walked(supply.begin(walk), "salesforce")
        if walk.fields != list(supply.fields):
            self._begin_again(supply)
            return Walked()
        if not walk.is_ready:
            return Walked(supply.look(walk), "salesforce")
        if not walk.is_over:
            return self._claim(supply)
        if walk.claims:
            return self._await_others()
        supply.end(walk)
        walk.begin_next_part()
        return Walked()

    def _claim(self, supply: Supply) -> Walked:
        walk = self.walk
        try:
            results = supply.read(walk.query_id, walk.locator)
        except CrmError as error:
            if error.failure.status != NOT_FOUND:
                raise
            walk.is_ready = False
            return Walked()
        self.job.idle_rounds = 0
        claim = walk.claim(self.job.lane, results.locator)
        self.job.position.open_set(claim, walk, results.as_of or walk.queried_at)
        return Walked(results=results)

    def _await_others(self) -> Walked:
        """Who failed for good never gives its set back."""
        for other in self.ports.jobs.lanes(self.job) if self.job.lane == 0 else ():
            if other.state is ImportState.FAILED:
                raise CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, other.error))
        return Walked(idle(self.job), OTHERS)
