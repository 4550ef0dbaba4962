"""A page of an import: records in, each with what became of it, by the same steps as every other change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.import_estimate import PAGE_RECORDS
from crmsync.core.import_job import ImportJob
from crmsync.core.matching import normal_email
from crmsync.core.record import Millis, Record, RecordRef, Side
from crmsync.usecases.imports.asked_for import asked_for, contacts_of
from crmsync.usecases.imports.held_back import HeldBack
from crmsync.usecases.imports.import_ports import ImportPorts
from crmsync.usecases.imports.selections import importing, request_of, source_of
from crmsync.usecases.imports.tally import Earlier, Tallied, comes_again, left_out, tallied
from crmsync.usecases.sync.batch import FEED, Source
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.sync_batch import sync_items
from crmsync.usecases.sync.work_item import WorkItem

MOST_ROUNDS = 12
FEW = 50
MOST_ROUNDS_OF_ALL = 200
"""A quarter of an hour between them, two days."""


MOST_ATTACHED = 2_000
"""Contacts of a page: one account may have tens of thousands."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """`again` are the keys of records that come again, `attach` HubSpot's contacts that can refer to theirs now."""

    tallied: tuple[Tallied, ...]
    again: tuple[str, ...]
    attach: frozenset[RecordRef] = frozenset()


def cause_of(job: ImportJob) -> str:
    return f"import {job.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """How the records of a page are brought in step. `begun_at`: since when a worker that died may have done some.

    On the `last_try` nothing comes again: what could not be done is told as failed and left to the change queue.
    `contacts` are HubSpot's, by the record that they are to refer to.
    """

    job: ImportJob
    configuration: Configuration
    ports: ImportPorts
    source: Source
    begun_at: Millis | None
    last_try: bool = False
    contacts: Mapping[RecordRef, frozenset[RecordRef]] = field(default_factory=dict)

    def run(self, changes: Sequence[Change]) -> PageResult:
        """Raises CrmError when a store does not answer."""
        if not changes:
            return PageResult((), ())
        held_back, queue = HeldBack(), self.ports.sync.queue
        sync = replace(self.ports.sync, queue=held_back)
        configuration = importing(self.configuration, request_of(self.job).entry)
        items = sync_items(changes, CallClass.BULK, configuration, sync, self.source)
        again = [] if self.last_try else [item.key for item in items if comes_again(item)]
        done = [item for item in items if item.key not in again]
        attach = self._attached(done)
        held_back.pass_on(queue, {*again, *(one.key for one in attach)})
        return PageResult(tuple(tallied(done, self._source, self._earlier)), tuple(again), attach)

    def _attached(self, done: Sequence[WorkItem]) -> frozenset[RecordRef]:
        linked = (item for item in done if ref_after(item, Side.HUBSPOT) is not None)
        return frozenset(one for item in linked for one in self.contacts.get(item.origin, ()))

    def attach(self, contacts: Iterable[RecordRef]) -> None:
        """Has them refer to their counterparts on both sides. What does not work now is left to the change queue, and
        so are those for whom a step has no time.
        """
        now = self.ports.sync.clock.now()
        looks = [_change(one, self.job, now, None) for one in sorted(contacts)]
        if len(looks) > MOST_ATTACHED:
            self.ports.sync.queue.send(looks[MOST_ATTACHED:])
        for some in _pages(looks[:MOST_ATTACHED]):
            sync_items(some, CallClass.BULK, self.configuration, self.ports.sync)

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

    What another worker held just then is tried once more right away. Raises CrmError when a store does not answer, or
    Salesforce, which is asked what belongs to whom.
    """
    request = request_of(job)
    asked = asked_for(records, request, configuration, ports)
    page = Page(job, configuration, ports, source_of(job), begun_at, contacts=asked.contacts)
    wanted = [record for record in records if record.ref not in asked.left]
    changes = [_change(record.ref, job, job.position.as_of, record) for record in wanted]
    results = [page.run(turn) for turn in _by_turn(changes, configuration.pairs[request.entry.pair])]
    again = {key for result in results for key in result.again}
    results.append(page.run([change for change in changes if change.ref.key in again]))
    page.attach({one for result in results for one in result.attach})
    done = (one for result in results for one in result.tallied)
    return PageResult((*left_out(asked.left), *done), results[-1].again)


def import_pending(job: ImportJob, configuration: Configuration, ports: ImportPorts) -> PageResult:
    """The records that come again, read anew."""
    now = ports.sync.clock.now()
    source = replace(source_of(job), carried_max_age=FEED.carried_max_age)
    refs = [RecordRef.parse(key) for key in job.pending]
    contacts = contacts_of(refs, request_of(job), configuration, ports)
    page = Page(job, configuration, ports, source, job.confirmed_at, last_try=is_last_try(job), contacts=contacts)
    result = page.run([_change(ref, job, now, None) for ref in refs])
    page.attach(result.attach)
    return result


def _pages(looks: Sequence[Change]) -> Iterator[Sequence[Change]]:
    return (looks[start : start + PAGE_RECORDS] for start in range(0, len(looks), PAGE_RECORDS))


def is_last_try(job: ImportJob) -> bool:
    """A few records that have been waiting for an hour are not worth it; all of them mean that a CRM is away."""
    return job.pending_rounds >= (MOST_ROUNDS if len(job.pending) < FEW else MOST_ROUNDS_OF_ALL)


def _change(ref: RecordRef, job: ImportJob, as_of: Millis, record: Record | None) -> Change:
    return Change(
        ref, ChangeKind.LOOK, as_of, cause_of(job), CallClass.BULK, carried=record, carried_as_of=as_of if record else 0
    )


def _by_turn(changes: Iterable[Change], pair: PairConfiguration) -> Iterator[list[Change]]:
    """The first of each e-mail address, then the rest; seldom more than two turns."""
    waiting = list(changes)
    while waiting:
        seen: set[str] = set()
        turn: list[Change] = []
        rest: list[Change] = []
        for change in waiting:
            email = _email(change, pair)
            (rest if email in seen else turn).append(change)
            if email is not None:
                seen.add(email)
        yield turn
        waiting = rest


def _email(change: Change, pair: PairConfiguration) -> str | None:
    """None of what is not matched by an address."""
    if change.carried is None or not pair.address:
        return None
    if change.ref.side is Side.HUBSPOT:
        return normal_email(change.carried.values.get(pair.address))
    mapping = next(mapping for mapping in pair.mappings if mapping.hubspot == pair.address)
    return normal_email(change.carried.values.get(mapping.salesforce[change.ref.object_type]))
