"""The round of a poll, either side: single flight, windows with a look-back, progress saved after each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from crmsync.core.campaign_members import MEMBER_FIELDS, member_changes
from crmsync.core.campaigns import MEMBER
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.echo import is_echo
from crmsync.core.failure import CrmError, Failure
from crmsync.core.feed_health import JUDGED, FeedHealth, FeedState, LiveFeed
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.member_rows import row_changes, rows_to_read
from crmsync.core.pairs import MEMBER_ROWS
from crmsync.core.poll_cursor import PollCursor, Window, poll_job
from crmsync.core.poll_pace import STRETCHED, may_rest, may_stretch, next_in_turn
from crmsync.core.record import Gone, Millis, Record, RecordRef, Side
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.jobs import Jobs
from crmsync.ports.links import LinkStore
from crmsync.ports.owner_directories import OwnerDirectories
from crmsync.ports.queue import ChangeQueue
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.installation import installed_at
from crmsync.usecases.poll_pages import ReadPages, pages_of_each

LEASE: Millis = 120_000
SECOND: Millis = 1_000
PAGE_TIME: Millis = 15_000
"""No page is begun with less time left: one HTTP attempt (10 s at most) and the enqueuing."""

_KINDS = {"deleted": ChangeKind.DELETE, "merged": ChangeKind.MERGE, "converted": ChangeKind.CONVERT}


@dataclass(frozen=True, slots=True)
class PollPorts:
    jobs: Jobs
    gate: CrmGate
    links: LinkStore
    queue: ChangeQueue
    configurations: ConfigurationStore
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry
    owners: OwnerDirectories
    feeds: FeedLog


@dataclass(slots=True)
class PollResult:
    """`stopped` says why the round ended early; the next one goes on from there. Empty when it is complete."""

    seen: int = 0
    sent: int = 0
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """One side's poll. The first round ever begins at the installation: nothing syncs in bulk because of it."""

    ports: PollPorts
    side: Side
    read_pages: ReadPages
    settle: Millis = 2_000
    """The youngest records are left to the live feed; a forced round takes them too."""
    stretched: Millis = STRETCHED
    """The interval while the live feed is healthy; 0 keeps to the schedule's rate."""
    most_in_turn: int | None = None
    """Of a round at the schedule's rate: at most so many object types, in turn. None for all."""

    @property
    def job(self) -> str:
        return poll_job(self.side)

    @property
    def feed(self) -> LiveFeed:
        """The one that should have told of what the poll finds."""
        return JUDGED[self.side]

    def __call__(self, deadline: Millis, *, force: bool = False) -> PollResult:
        configuration = self.ports.configurations.active()
        if configuration is None or configuration.global_settings.paused:
            return PollResult(stopped="no_configuration" if configuration is None else "paused")
        configuration = configuration.with_owners(self.ports.owners.present())
        now = self.ports.clock.now()
        health = self.ports.feeds.of(self.feed)
        if not force and may_rest(health, now, self.stretched):
            return PollResult(stopped="stretched")
        self._tell_of_loss(health, now)
        fields = self._fields(configuration.enabled_pairs)
        token = self.ports.randomness.token()
        state = self.ports.jobs.start(self.job, token, now, now + LEASE)
        if state is None:
            return PollResult(stopped="running")
        until = now if force else now - self.settle
        cursors = self._cursors(state, fields, until, configuration)
        in_turn = set(cursors) if force or may_stretch(health, now) else self._in_turn(cursors)
        result = PollRound(self, configuration, token, fields, cursors, in_turn, deadline).run(until)
        if not result.stopped:
            self.ports.feeds.polled(self.feed, now)
        return result

    def _fields(self, pairs: Sequence[PairConfiguration]) -> dict[str, tuple[str, ...]]:
        """By object type. Who joins or leaves a campaign or a record is not changed by that, so members are polled
        themselves.
        """
        fields = fields_to_read(pairs, self.side)
        if self.side is Side.HUBSPOT:
            return fields
        if any(pair.campaigns for pair in pairs):
            fields[MEMBER] = MEMBER_FIELDS
        return {**fields, **rows_to_read(mapping for pair in pairs for mapping in pair.mappings)}

    def _in_turn(self, cursors: Mapping[str, PollCursor]) -> set[str]:
        return set(cursors) if self.most_in_turn is None else next_in_turn(cursors, self.most_in_turn)

    def _tell_of_loss(self, health: FeedHealth, now: Millis) -> None:
        if health.state(now) is FeedState.LOST:
            self.ports.telemetry.note("live feed lost", feed=self.feed, last_event_at=health.last_event_at)
            self.ports.telemetry.count("FeedLost", feed=self.feed)

    def _cursors(
        self, state: Mapping[str, Any], object_types: Iterable[str], until: Millis, configuration: Configuration
    ) -> dict[str, PollCursor]:
        known = state.get("cursors", {})
        since = until if known else installed_at(self.ports.jobs, until)
        new = {name: _first_cursor(name, since, until, configuration) for name in object_types if name not in known}
        return {name: new[name] if name in new else PollCursor.from_dict(known[name]) for name in object_types}


def _first_cursor(object_type: str, since: Millis, until: Millis, configuration: Configuration) -> PollCursor:
    """Of a pair that was switched on later, from then on: a live feed may have lost something already."""
    record_type, _ = MEMBER_ROWS.get(object_type, (object_type, None))
    pair = configuration.pair_of(record_type)
    began = min(until, (pair.enabled_at if pair is not None else 0) or since)
    return PollCursor(began, began)


@dataclass(slots=True)
class PollRound:
    """One round that holds the job's lease."""

    poll: Poll
    configuration: Configuration
    token: str
    fields: Mapping[str, Sequence[str]]
    cursors: dict[str, PollCursor]
    in_turn: AbstractSet[str]
    deadline: Millis

    def run(self, until: Millis) -> PollResult:
        result = PollResult()
        try:
            self._take_pages(until, result)
        except CrmError as error:
            result.stopped = error.failure.consequence.value
            self.poll.ports.telemetry.note("poll stopped", side=self.poll.side, category=error.failure.category)
        if not self.poll.ports.jobs.finish(self.poll.job, self.token, self._state()):
            result.stopped = "lease_lost"
        self.poll.ports.telemetry.count("RecordsPolled", result.seen, side=self.poll.side)
        return result

    def _take_pages(self, until: Millis, result: PollResult) -> None:
        access = self.poll.ports.gate.open(CallClass.POLL)
        try:
            while (windows := self._open_windows(until)) and not result.stopped:
                result.stopped = self._take_page_of_each(windows, access, result)
        finally:
            access.close()

    def _open_windows(self, until: Millis) -> dict[str, Window]:
        opened = {name: cursor.next_window(until) for name, cursor in self.cursors.items() if name in self.in_turn}
        return {name: window for name, window in opened.items() if window is not None}

    def _take_page_of_each(self, windows: Mapping[str, Window], access: CrmAccess, result: PollResult) -> str:
        """Enqueues before it saves: a crash between the two sends a page twice, which is harmless."""
        clock = self.poll.ports.clock
        as_of = clock.now()
        if as_of + PAGE_TIME > self.deadline:
            return "out_of_time"
        feeds = [self._feed(name, window) for name, window in windows.items()]
        pages = pages_of_each(self.poll.read_pages, access, feeds)
        for (name, window), page in zip(windows.items(), pages, strict=True):
            if isinstance(page, Failure):
                self._leave_out(name, page)
                continue
            send = self._sender(name)
            send(page, as_of, result)
            self.cursors[name] = self.cursors[name].after_page(window, page.cursor, _young(page, window))
        saved = self.poll.ports.jobs.save(self.poll.job, self.token, self._state(), clock.now() + LEASE)
        return "" if saved else "lease_lost"

    def _leave_out(self, name: str, failure: Failure) -> None:
        """Its cursor stays: it goes on from there when the object is shown again."""
        self.in_turn = self.in_turn - {name}
        self.poll.ports.telemetry.note("object not polled", object=name, category=failure.category)

    def _feed(self, name: str, window: Window) -> Feed:
        return Feed(name, tuple(self.fields[name]), window.since, window.until, window.page)

    def _send(self, page: Page, as_of: Millis, result: PollResult) -> None:
        refs = [*(record.ref for record in page.records), *(gone.ref for gone in page.gone)]
        links = self.poll.ports.links.find(refs) if refs else {}
        changes = [
            *(self._changed(record, as_of) for record in page.records if not self._is_known(record, as_of, links)),
            *(self._gone(gone, as_of) for gone in page.gone if gone.ref in links),
        ]
        if changes:
            self.poll.ports.queue.send(changes)
        result.seen += len(refs)
        result.sent += len(changes)

    def _sender(self, object_type: str) -> Callable[[Page, Millis, PollResult], None]:
        if object_type == MEMBER:
            return self._send_members
        return self._send_rows if object_type in MEMBER_ROWS else self._send

    def _send_members(self, page: Page, as_of: Millis, result: PollResult) -> None:
        """Of linked people: the others bring their campaigns when they are linked."""
        self._send_told(page, member_changes(page.records, self.poll.job, as_of), result)

    def _send_rows(self, page: Page, as_of: Millis, result: PollResult) -> None:
        """Of linked records: the others bring their members when they are linked."""
        self._send_told(page, row_changes(page.records, self.poll.job, as_of), result)

    def _send_told(self, page: Page, told: Sequence[Change], result: PollResult) -> None:
        links = self.poll.ports.links.find([change.ref for change in told]) if told else {}
        changes = [change for change in told if change.ref in links and not self._is_echo(change, links[change.ref])]
        if changes:
            self.poll.ports.queue.send(changes)
        result.seen += len(page.records)
        result.sent += len(changes)

    def _is_echo(self, change: Change, link: Link) -> bool:
        return link.intents is None and not link.states and is_echo(change, link, *self._compared(link))

    def _is_known(self, record: Record, as_of: Millis, links: Mapping[RecordRef, Link]) -> bool:
        """The last commit saw this very version, or its values; an interrupted link (open intents) must be looked at
        anyway. A version in whole seconds, as Salesforce's are, may hide an edit of the second in which it was read.
        """
        link = links.get(record.ref)
        if link is None or link.intents is not None or link.states:
            return False
        is_exact = record.modified_at % SECOND != 0
        if is_exact and link.seen.get(self.poll.side) == record.modified_at:
            return True
        return is_echo(self._changed(record, as_of), link, *self._compared(link))

    def _compared(self, link: Link) -> tuple[Sequence[FieldMapping], frozenset[str]]:
        """The mappings of the link's record, and the fields of its filter."""
        pair = self.configuration.pair_of(link.hubspot.object_type)
        return ((), frozenset()) if pair is None else (pair.mapped(link.salesforce.object_type), pair.watched)

    def _changed(self, record: Record, as_of: Millis) -> Change:
        return Change(
            record.ref,
            ChangeKind.LOOK,
            as_of,
            self.poll.job,
            CallClass.POLL,
            carried=record,
            carried_as_of=as_of,
        )

    def _gone(self, gone: Gone, as_of: Millis) -> Change:
        return Change(gone.ref, _KINDS.get(gone.reason, ChangeKind.LOOK), as_of, self.poll.job, CallClass.POLL)

    def _state(self) -> dict[str, Any]:
        return {"cursors": {name: cursor.as_dict() for name, cursor in self.cursors.items()}}


def _young(page: Page, window: Window) -> int:
    """When a record was deleted, a page does not tell."""
    return len(page.gone) + sum(record.modified_at >= window.looks_back_from for record in page.records)
