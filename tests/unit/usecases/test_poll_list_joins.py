"""The feed of joins: who joined since the list was chosen, each once, whatever happens to the pages meanwhile."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.campaigns import CAMPAIGNS, campaign_mapping
from crmsync.core.cause import JOINED
from crmsync.core.change import CallClass, ChangeKind
from crmsync.core.configuration import Configuration, GlobalSettings
from crmsync.core.default_configuration import CONTACT_PAIR, DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.hubspot_list import Join
from crmsync.core.mapping import FieldType
from crmsync.usecases.poll import PollPorts, PollResult
from crmsync.usecases.poll_list_joins import PollListJoins

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
    failing,
)

MINUTE = 60_000


def chosen(list_id: str | None = "7", at: int = START) -> Configuration:
    settings = replace(CONTACT_PAIR.settings, inclusion_list_id=list_id)
    pair = replace(CONTACT_PAIR, settings=settings, list_chosen_at=at)
    return replace(DEFAULT_CONFIGURATION, pairs={"contact": pair})


@dataclass
class World:
    clock: FakeClock = field(default_factory=FakeClock)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    gate: FakeGate = field(default_factory=FakeGate)
    queue: FakeQueue = field(default_factory=FakeQueue)
    configurations: FakeConfigurations = field(default_factory=lambda: FakeConfigurations(chosen()))
    telemetry: FakeTelemetry = field(default_factory=FakeTelemetry)

    def poll(self, seconds: int = 100) -> PollResult:
        ports: Any = PollPorts(
            self.jobs,
            self.gate,
            FakeLinks(),  # type: ignore[arg-type]
            self.queue,
            self.configurations,
            self.clock,
            FakeRandomness(),
            self.telemetry,
            MemoryOwnerDirectories(),
            MemoryFeedLog(),
        )
        self.clock.at += 5 * MINUTE
        return PollListJoins(ports)(self.clock.now() + seconds * 1_000)

    def join(self, *record_ids: str, at: int | None = None) -> None:
        self.crm.joins.extend(Join(one, self.clock.now() if at is None else at) for one in record_ids)

    @property
    def crm(self) -> FakeCrm:
        hubspot: FakeCrm = self.gate.hubspot
        return hubspot

    def sent(self) -> list[str]:
        ids = [change.ref.id for change in self.queue.sent]
        self.queue.sent.clear()
        return ids

    def calls(self) -> int:
        count = len(self.crm.join_pages)
        self.crm.join_pages.clear()
        return count


def chosen_form() -> Configuration:
    """A campaign that people join by a form."""
    people = replace(CONTACT_PAIR, mappings=(campaign_mapping(CAMPAIGNS, FieldType(), ("Contact",)),))
    join = CampaignJoin("fair", "", "701000000000001AAA", form_id="f-1", chosen_at=START)
    return replace(DEFAULT_CONFIGURATION, pairs={"contact": people}, campaign_joins=(join,))


@pytest.fixture
def world() -> World:
    return World()


def test_who_joined_before_the_choice_is_passed_over(world: World) -> None:
    world.join("1", "2", "3", at=START - 1)
    world.join("4", at=START)
    assert world.poll() == PollResult(1, 1)
    (change,) = world.queue.sent
    assert (change.ref.key, change.kind, change.cause) == ("hubspot#contact#4", ChangeKind.LOOK, JOINED)
    assert change.call_class is CallClass.POLL
    assert world.gate.opened == [CallClass.POLL]


def test_each_join_is_sent_once_over_many_pages(world: World) -> None:
    found: list[str] = []
    for number in range(9):
        world.join(f"{number}")
        world.poll()
        found += world.sent()
    assert found == [f"{number}" for number in range(9)]


def test_where_nobody_joins_a_round_is_one_call(world: World) -> None:
    world.join(*map(str, range(9)))
    world.poll()
    world.sent()
    world.calls()
    for _ in range(5):
        assert world.poll() == PollResult()
    assert world.calls() == 5
    assert world.sent() == []


def test_who_leaves_and_joins_again_is_sent_again(world: World) -> None:
    world.join("1")
    world.poll()
    world.crm.joins.clear()
    world.poll()
    world.join("1")
    world.poll()
    assert world.sent() == ["1", "1"]


def test_members_who_leave_hide_nobody_where_tokens_are_places(world: World) -> None:
    """The page that was the last one does not exist any more; those who join then stand before it."""
    world.join(*map(str, range(10)))
    world.poll()
    world.sent()
    world.clock.at += 30 * MINUTE
    del world.crm.joins[:6]
    world.join("new", "newer")
    world.poll()
    assert world.sent() == ["new", "newer"]


def test_a_late_join_bears_an_early_time(world: World) -> None:
    world.join("1")
    world.poll()
    world.sent()
    world.join("late", at=world.clock.now() - 5 * MINUTE)
    world.poll()
    assert world.sent() == ["late"]


def test_another_list_begins_anew(world: World) -> None:
    world.join("1")
    world.poll()
    world.configurations.configuration = chosen("8", world.clock.now() + 1)
    world.poll()
    assert world.sent() == ["1"]
    world.join("2")
    world.poll()
    assert world.sent() == ["2"]


@pytest.mark.parametrize("configuration", [None, DEFAULT_CONFIGURATION, "paused"])
def test_without_a_list_there_is_no_call(world: World, configuration: Any) -> None:
    if configuration == "paused":
        configuration = replace(chosen(), global_settings=GlobalSettings(paused=True))
    world.configurations.configuration = configuration
    assert world.poll() == PollResult()
    assert (world.calls(), world.gate.opened) == (0, [])


def test_a_long_list_is_walked_over_several_rounds(world: World) -> None:
    world.join(*map(str, range(6)))

    def too_late() -> None:
        if len(world.crm.join_pages) == 1:
            world.clock.at += 90_000

    world.crm.before_page = too_late
    assert world.poll().stopped == "out_of_time"
    world.crm.before_page = lambda: None
    world.poll()
    assert world.sent() == list(map(str, range(6)))


def test_a_failing_call_ends_the_round_and_the_next_goes_on(world: World) -> None:
    world.join("1")

    def fail() -> None:
        raise failing(Consequence.RETRY_LATER)

    world.crm.before_page = fail
    assert world.poll().stopped == "retry_later"
    assert world.gate.closed == 1
    world.crm.before_page = lambda: None
    world.poll()
    assert world.sent() == ["1"]


def test_a_token_that_hubspot_does_not_take_any_more_is_forgotten(world: World) -> None:
    world.join(*map(str, range(5)))
    world.poll()
    world.sent()

    def refuse() -> None:
        raise CrmError(Failure(Consequence.REJECTED_RECORD, "property_values", "bad offset", status=400))

    world.crm.before_page = refuse
    world.poll()
    world.crm.before_page = lambda: None
    world.join("new")
    world.poll()
    assert world.sent() == ["new"]


def test_a_round_that_is_running_is_not_doubled(world: World) -> None:
    world.jobs.start("contact_list_joins", "other", START, START + 20 * MINUTE)
    assert world.poll().stopped == "running"
    assert world.calls() == 0


def test_a_lost_lease_stops_the_walk(world: World) -> None:
    world.join(*map(str, range(6)))
    world.crm.before_page = world.jobs.holders.clear
    assert world.poll().stopped == "lease_lost"


def test_a_submission_that_is_shown_late_is_sent_too(world: World) -> None:
    world.configurations = FakeConfigurations(chosen_form())
    for number in range(9):
        world.join(f"{number}", at=START + number * 1_000)
    world.poll()
    assert sorted(set(world.sent())) == [f"{number}" for number in range(9)]
    world.join("late", at=START + 500)
    world.poll()
    assert world.sent() == ["late"]
    world.poll()
    assert world.sent() == []
