"""A poll that fails, is killed, meets another one or must not run: nothing is missed."""

from dataclasses import replace

import pytest
from crmsync.core.configuration import GlobalSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence
from crmsync.usecases.poll import LEASE, PollResult

from tests.unit.usecases.fakes import START, FakeConfigurations, failing
from tests.unit.usecases.test_poll import HOUR, World, polled_once


@pytest.fixture
def world() -> World:
    return polled_once()


@pytest.mark.parametrize("consequence", [Consequence.QUOTA_EXHAUSTED, Consequence.RETRY_LATER])
def test_a_failure_in_the_middle_stops_and_the_next_round_goes_on_there(world: World, consequence: Consequence) -> None:
    for number in range(6):
        world.clock.at += 1
        world.edit(f"c{number}")
    world.clock.at += 1

    def fail_on_second_page() -> None:
        if sum(asked[0] == "Contact" for asked in world.crm.asked) == 1:
            raise failing(consequence)

    world.crm.before_page = fail_on_second_page
    assert world.poll().stopped == consequence.value
    assert world.sent() == ["c0", "c1"]
    assert world.gate.closed == len(world.gate.opened)
    world.crm.before_page = lambda: None
    world.clock.at += 1
    assert world.poll().stopped == ""
    assert world.sent()[:4] == ["c2", "c3", "c4", "c5"]


def test_a_queue_that_fails_loses_nothing(world: World) -> None:
    world.edit("a")
    world.clock.at += 1
    world.queue.error = failing(Consequence.RETRY_LATER)
    assert world.poll().stopped == "retry_later"
    world.queue.error = None
    world.poll()
    assert "a" in world.sent()


def test_a_crash_between_pages_goes_on_from_the_saved_page(world: World) -> None:
    for number in range(4):
        world.edit(f"c{number}")
    world.clock.at += 1

    def crash_on_second_page() -> None:
        if sum(asked[0] == "Contact" for asked in world.crm.asked) == 1:
            raise RuntimeError("killed")

    world.crm.before_page = crash_on_second_page
    with pytest.raises(RuntimeError):
        world.poll()
    assert world.sent() == ["c0", "c1"]
    assert world.poll().stopped == "running"
    world.crm.before_page = lambda: None
    world.clock.at += LEASE
    world.poll()
    assert world.sent()[:2] == ["c2", "c3"]


def test_a_running_round_is_not_doubled(world: World) -> None:
    world.edit("a")
    world.clock.at += 1
    inner: list[PollResult] = []

    def start_another() -> None:
        if not inner:
            inner.append(world.poll())

    world.crm.before_page = start_another
    world.poll()
    assert inner == [PollResult(stopped="running")]
    assert world.sent() == ["a"]


def test_a_lost_lease_ends_the_round(world: World) -> None:
    for number in range(6):
        world.edit(str(number))
    world.clock.at += 1
    world.crm.before_page = lambda: world.jobs.holders.update(salesforce_poll=("another", START * 2))
    assert world.poll().stopped == "lease_lost"
    assert len(world.sent()) == 2


def test_no_page_is_begun_without_time_for_it(world: World) -> None:
    world.edit("a")
    world.clock.at += 1
    assert world.poll(seconds=10).stopped == "out_of_time"
    assert world.sent() == []
    world.poll()
    assert world.sent() == ["a"]


def test_nothing_is_polled_while_paused_and_nothing_is_lost(world: World) -> None:
    world.edit("a")
    paused = replace(DEFAULT_CONFIGURATION, global_settings=GlobalSettings(paused=True))
    world.configurations.configuration = paused
    world.clock.at += HOUR
    assert world.poll() == PollResult(stopped="paused")
    world.configurations.configuration = DEFAULT_CONFIGURATION
    world.poll()
    assert world.sent() == ["a"]


def test_nothing_is_polled_without_configuration() -> None:
    world = World(configurations=FakeConfigurations(configuration=None))
    assert world.poll() == PollResult(stopped="no_configuration")
