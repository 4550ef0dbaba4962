from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from crmsync.core.change import CallClass, ChangeKind
from crmsync.core.configuration import PairConfiguration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.feed_health import JUDGED
from crmsync.core.link import Intents, Link
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pairs.company import COMPANY
from crmsync.core.pairs.deal import DEAL
from crmsync.core.pairs.meeting import MEETING
from crmsync.core.pairs.task import HUBSPOT_TASK
from crmsync.core.pairs.ticket import TICKET
from crmsync.core.poll_cursor import LOOK_BACK
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.usecases.installation import GUARD_JOB
from crmsync.usecases.poll import PollPorts, PollResult
from crmsync.usecases.poll_hubspot import poll_hubspot
from crmsync.usecases.poll_salesforce import poll_salesforce

from sandbox.memory.feed_log import MemoryFeedLog
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from tests.unit.usecases.fake_crm import FakeCrm, FakeGate
from tests.unit.usecases.fakes import (
    START,
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeLinks,
    FakeQueue,
    FakeRandomness,
    FakeTelemetry,
)

HOUR = 3_600_000


@dataclass
class World:
    side: Side = Side.SALESFORCE
    clock: FakeClock = field(default_factory=FakeClock)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    gate: FakeGate = field(default_factory=FakeGate)
    links: FakeLinks = field(default_factory=FakeLinks)
    queue: FakeQueue = field(default_factory=FakeQueue)
    configurations: FakeConfigurations = field(default_factory=FakeConfigurations)
    telemetry: FakeTelemetry = field(default_factory=FakeTelemetry)
    feeds: MemoryFeedLog = field(default_factory=MemoryFeedLog)

    def poll(self, *, force: bool = True, seconds: int = 100) -> PollResult:
        ports: Any = PollPorts(
            self.jobs,
            self.gate,
            self.links,  # type: ignore[arg-type]
            self.queue,
            self.configurations,
            self.clock,
            FakeRandomness(),
            self.telemetry,
            MemoryOwnerDirectories(),
            self.feeds,
        )
        poll = poll_salesforce(ports) if self.side is Side.SALESFORCE else poll_hubspot(ports)
        return poll(self.clock.now() + seconds * 1_000, force=force)

    @property
    def crm(self) -> FakeCrm:
        crm: FakeCrm = self.gate.salesforce if self.side is Side.SALESFORCE else self.gate.hubspot
        return crm

    def switch_on(self, *pairs: ObjectPair) -> None:
        self.configurations.configuration = replace(
            DEFAULT_CONFIGURATION, pairs={**DEFAULT_CONFIGURATION.pairs, **{one.name: self._on(one) for one in pairs}}
        )

    def _on(self, pair: ObjectPair) -> PairConfiguration:
        off = PairConfiguration.of(pair)
        return replace(off, settings=replace(off.settings, enabled=True), enabled_at=self.clock.now())

    def edit(self, record_id: str, object_type: str = "Contact") -> Record:
        ref = RecordRef(self.side, object_type, record_id)
        record = Record(ref, {"Title": "CTO"}, self.clock.now())
        self.crm.records = [other for other in self.crm.records if other.ref != ref] + [record]
        return record

    def sent(self) -> list[str]:
        ids = [change.ref.id for change in self.queue.sent]
        self.queue.sent.clear()
        return ids


@pytest.fixture
def world() -> World:
    return polled_once()


def polled_once() -> World:
    """Installed, too."""
    world = World()
    world.edit("old")
    world.clock.at += 1
    world.poll()
    assert world.sent() == []
    return world


def test_the_first_round_sends_nothing_and_calls_nobody() -> None:
    world = World()
    world.edit("old")
    world.clock.at += HOUR
    assert world.poll() == PollResult()
    assert world.crm.asked == []


def test_edits_between_installation_and_the_first_round_are_sent() -> None:
    world = World()
    world.edit("before")
    world.clock.at += 1_000
    world.jobs.states[GUARD_JOB] = {"installed_at": world.clock.now()}
    world.edit("after")
    world.clock.at += HOUR
    world.poll()
    assert world.sent() == ["after"]


def test_edits_since_a_pair_was_switched_on_are_sent(world: World) -> None:
    world.edit("before", "Account")
    world.clock.at += 1_000
    world.switch_on(COMPANY)
    world.edit("after", "Account")
    world.clock.at += HOUR
    world.poll()
    assert world.sent() == ["after"]


def test_an_edit_is_sent_with_its_values_in_poll_class(world: World) -> None:
    record = world.edit("a")
    world.clock.at += 5_000
    world.poll()
    (change,) = world.queue.sent
    assert (change.kind, change.call_class, change.cause) == (ChangeKind.LOOK, CallClass.POLL, "salesforce_poll")
    assert (change.carried, change.carried_as_of) == (record, world.clock.now())


def test_every_object_type_of_the_side_is_polled(world: World) -> None:
    world.edit("a", "Lead")
    world.edit("b", "Contact")
    world.clock.at += 1
    assert world.poll() == PollResult(seen=2, sent=2)
    assert {asked[0] for asked in world.crm.asked} == {"Lead", "Contact"}


def test_five_objects_are_read_in_turn_while_no_live_feed_tells(world: World) -> None:
    """So that a round costs one call, whatever is switched on."""
    everything = {"Lead", "Contact", "Account", "Opportunity", "Case", "Task", "Event"}
    world.switch_on(COMPANY, DEAL, TICKET, HUBSPOT_TASK, MEETING)
    rounds = [objects_of_a_round(world) for _ in range(3)]
    assert [len(one) for one in rounds] == [5, 5, 5]
    assert rounds[0] | rounds[1] == rounds[1] | rounds[2] == everything


def test_all_objects_are_read_in_each_of_the_few_rounds_beside_a_healthy_feed(world: World) -> None:
    world.switch_on(COMPANY, DEAL, TICKET, HUBSPOT_TASK, MEETING)
    world.feeds.heard(JUDGED[Side.SALESFORCE], world.clock.now())
    assert len(objects_of_a_round(world)) == 7


def objects_of_a_round(world: World) -> set[str]:
    world.crm.asked.clear()
    world.clock.at += HOUR
    assert world.poll(force=False).stopped == ""
    return {asked[0] for asked in world.crm.asked}


def test_hubspot_polls_its_contacts() -> None:
    world = World(Side.HUBSPOT)
    world.poll()
    world.edit("101", "contact")
    world.clock.at += 1
    world.poll()
    assert [change.cause for change in world.queue.sent] == ["hubspot_poll"]


def test_a_scheduled_round_leaves_the_youngest_to_the_live_feed(world: World) -> None:
    world.clock.at += 60_000
    world.edit("young")
    world.clock.at += 1_000
    assert world.poll(force=False).sent == 0
    world.clock.at += 60_000
    assert world.poll(force=False).sent == 1


def test_all_of_a_second_are_sent_across_pages(world: World) -> None:
    ids = {str(number) for number in range(7)}
    for record_id in ids:
        world.edit(record_id)
    world.clock.at += 1
    world.poll()
    assert set(world.sent()) == ids


def test_a_record_that_shows_late_is_found_by_the_look_back(world: World) -> None:
    late = Record(RecordRef(Side.SALESFORCE, "Contact", "late"), {}, world.clock.now() + 1)
    world.clock.at += LOOK_BACK // 2
    world.poll()
    world.sent()
    world.crm.records.append(late)
    world.clock.at += LOOK_BACK // 4
    world.poll()
    assert world.sent() == ["late"]


def link(record: Record, seen: int, intents: Intents | None = None) -> Link:
    other = RecordRef(Side.HUBSPOT, "contact", "1")
    return Link(other, record.ref, seen={Side.SALESFORCE: seen}, intents=intents)


@pytest.mark.parametrize(
    ("seen_before", "intents", "sent"),
    [(0, None, 0), (1, None, 1), (0, Intents(START, ()), 1)],
    ids=["last commit saw this version", "an older version", "interrupted"],
)
def test_what_the_last_commit_saw_is_not_sent(
    world: World, seen_before: int, intents: Intents | None, sent: int
) -> None:
    record = world.edit("a")
    world.links.links[record.ref] = link(record, record.modified_at - seen_before, intents)
    world.clock.at += 1
    assert world.poll() == PollResult(seen=1, sent=sent)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("deleted", ChangeKind.DELETE), ("merged", ChangeKind.MERGE), ("converted", ChangeKind.CONVERT)],
)
def test_what_is_gone_is_sent_if_it_is_linked(world: World, reason: str, kind: ChangeKind) -> None:
    linked, unlinked = (Gone(RecordRef(Side.SALESFORCE, "Lead", name), None, reason) for name in ("a", "b"))
    world.crm.gone = [linked, unlinked]
    world.links.links[linked.ref] = link(Record(linked.ref, {}, 0), 0)
    world.clock.at += 1
    world.poll()
    assert [(change.ref, change.kind, change.carried) for change in world.queue.sent] == [(linked.ref, kind, None)]
