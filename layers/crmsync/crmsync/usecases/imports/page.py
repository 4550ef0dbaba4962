"""A page of an import: records in, each with what became of it, by the same steps as every other change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.import_job import ImportJob
from crmsync.core.matching import normal_email
from crmsync.core.record import Millis, Record, RecordRef, Side
from crmsync.usecases.imports.held_back import HeldBack
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.selections import PAIR, importing, request_of, source_of
from crmsync.usecases.imports.tally import Earlier, Tallied, comes_again, tallied
from crmsync.usecases.sync.batch import FEED, Source
from crmsync.usecases.sync.sync_batch import sync_items

MOST_ROUNDS = 12
FEW = 50
MOST_ROUNDS_OF_ALL = 200
"""A quarter of an hour between them, two days."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """`again` are the keys of records that come again."""

    tallied: tuple[Tallied, ...]
    again: tuple[str, ...]


def cause_of(job: ImportJob) -> str:
    return f"import {job.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """How the records of a page are brought in step. `begun_at`: since when a worker that died may have done some.

    On the `last_try` nothing comes again: what could not be done is told as failed and left to the change queue.
    """

    job: ImportJob
    configuration: Configuration
    ports: ImportPorts
    source: Source
    begun_at: Millis | None
    last_try: bool = False

    def run(self, changes: Sequence[Change]) -> PageResult:
        """Raises CrmError when a store does not answer."""
        if not changes:
            return PageResult((), ())
        held_back, queue = HeldBack(), self.ports.sync.queue
        sync = replace(self.ports.sync, queue=held_back)
        items = sync_items(changes, CallClass.BULK, importing(self.configuration), sync, self.source)
        again = [] if self.last_try else [item.key for item in items if comes_again(item)]
        held_back.pass_on(queue, again)
        done = [item for item in items if item.key not in again]
        return PageResult(tuple(tallied(done, self._source, self._earlier)), tuple(again))

    @property
    def _source(self) -> Side:
        return request_of(self.job).source

    @property
    def _earlier(self) -> Earlier | None:
        if self.begun_at is None:
            return None
        return Earlier(self.ports.sync.history, cause_of(self.job), self.begun_at)


def import_page(
    records: Sequence[Record],
    job: ImportJob,
    configuration: Configuration,
    ports: ImportPorts,
    *,
    begun_at: Millis | None,
) -> PageResult:
    """Of several records with one e-mail address the first is brought in step before the others are looked at.

    What another worker held just then is tried once more right away. Raises CrmError when a store does not answer.
    """
    page = Page(job, configuration, ports, source_of(job), begun_at)
    changes = [_change(record.ref, job, job.position.as_of, record) for record in records]
    results = [page.run(turn) for turn in _by_turn(changes, configuration)]
    again = {key for result in results for key in result.again}
    last = page.run([change for change in changes if change.ref.key in again])
    return PageResult(tuple(one for result in (*results, last) for one in result.tallied), last.again)


def import_pending(job: ImportJob, configuration: Configuration, ports: ImportPorts) -> PageResult:
    """The records that come again, read anew."""
    now = ports.sync.clock.now()
    source = replace(source_of(job), carried_max_age=FEED.carried_max_age)
    page = Page(job, configuration, ports, source, job.confirmed_at, last_try=is_last_try(job))
    return page.run([_change(RecordRef.parse(key), job, now, None) for key in job.pending])


def is_last_try(job: ImportJob) -> bool:
    """A few records that have been waiting for an hour are not worth it; all of them mean that a CRM is away."""
    return job.pending_rounds >= (MOST_ROUNDS if len(job.pending) < FEW else MOST_ROUNDS_OF_ALL)


def _change(ref: RecordRef, job: ImportJob, as_of: Millis, record: Record | None) -> Change:
    return Change(
        ref, ChangeKind.LOOK, as_of, cause_of(job), CallClass.BULK, carried=record, carried_as_of=as_of if record else 0
    )


def _by_turn(changes: Iterable[Change], configuration: Configuration) -> Iterator[list[Change]]:
    """The first of each e-mail address, then the rest; seldom more than two turns."""
    waiting = list(changes)
    while waiting:
        seen: set[str] = set()
        turn: list[Change] = []
        rest: list[Change] = []
        for change in waiting:
            email = _email(change, configuration)
            (rest if email in seen else turn).append(change)
            if email is not None:
                seen.add(email)
        yield turn
        waiting = rest


def _email(change: Change, configuration: Configuration) -> str | None:
    if change.carried is None:
        return None
    pair = configuration.pairs[PAIR]
    if change.ref.side is Side.HUBSPOT:
        return normal_email(change.carried.values.get(pair.address))
    mapping = next(mapping for mapping in pair.mappings if mapping.hubspot == pair.address)
    return normal_email(change.carried.values.get(mapping.salesforce[change.ref.object_type]))
