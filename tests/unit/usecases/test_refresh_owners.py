"""The directory of owners is read seldom, and soon when somebody is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.owner_directory import NOBODY, Person
from crmsync.core.record import Side
from crmsync.usecases.refresh_owners import LEAST_AGE, MAX_AGE, REST_AFTER_FAILURE, RefreshOwners

from sandbox.memory.owner_directories import MemoryOwnerDirectories
from tests.unit.usecases.fake_crm import FakeCrm, FakeGate
from tests.unit.usecases.fakes import FakeClock, FakeConfigurations, FakeParking, FakeTelemetry

DANA, DANA_THERE = Person("1", "dana@example.com", "Dana Ortiz"), Person("005A", "dana@example.com", "Dana Ortiz")
DOWN = CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))
FORBIDDEN = CrmError(Failure(Consequence.BAD_CONFIGURATION, "configuration", "missing scope"))


@dataclass
class World:
    clock: FakeClock = field(default_factory=FakeClock)
    directories: MemoryOwnerDirectories = field(default_factory=MemoryOwnerDirectories)
    configurations: FakeConfigurations = field(default_factory=FakeConfigurations)
    parking: FakeParking = field(default_factory=FakeParking)
    hubspot: FakeCrm = field(default_factory=lambda: FakeCrm(Side.HUBSPOT, people=[DANA]))
    salesforce: FakeCrm = field(default_factory=lambda: FakeCrm(Side.SALESFORCE, people=[DANA_THERE]))

    def refresh(self, after: int = 0) -> bool:
        self.clock.at += after
        gate = FakeGate(self.hubspot, self.salesforce)
        ports: Any = (self.directories, self.configurations, gate, self.parking, self.clock, FakeTelemetry())
        return RefreshOwners(*ports)()


def test_the_first_round_reads_both_lists() -> None:
    world = World()
    assert world.refresh()
    present = world.directories.present()
    assert present is not None
    assert (present.user_of("1"), present.owner_of("005A")) == ("005A", "1")


def test_the_lists_are_read_once_an_hour() -> None:
    world = World()
    world.refresh()
    assert not world.refresh(after=MAX_AGE - 1)
    assert world.refresh(after=1)
    assert world.hubspot.people_reads == 2


def test_whoever_is_missing_is_looked_for_after_five_minutes() -> None:
    world = World()
    world.refresh()
    world.directories.ask_for(["2", "005B"])
    assert not world.refresh(after=LEAST_AGE - 1)
    world.hubspot.people.append(Person("2", "new@example.com", "New"))
    assert world.refresh(after=1)
    present = world.directories.present()
    assert present is not None
    assert (present.knows(Side.HUBSPOT, "2"), present.owners["005B"]) == (True, NOBODY)
    assert not world.refresh(after=LEAST_AGE)
    assert world.parking.hastened


def test_whoever_was_known_stays_known() -> None:
    world = World()
    world.refresh()
    world.hubspot.people, world.salesforce.people = [], []
    world.refresh(after=MAX_AGE)
    present = world.directories.present()
    assert present is not None
    assert (present.users, present.owners) == ({"1": NOBODY}, {"005A": NOBODY})


def test_a_failure_keeps_what_there_is_and_rests() -> None:
    world = World()
    world.refresh()
    before = world.directories.present()
    world.salesforce.people_error = FORBIDDEN
    assert not world.refresh(after=MAX_AGE)
    assert world.directories.present() == before
    assert not world.refresh(after=REST_AFTER_FAILURE - 1)
    assert world.salesforce.people_reads == 2
    world.salesforce.people_error = None
    assert world.refresh(after=1)


def test_what_was_only_busy_is_asked_again_a_minute_later() -> None:
    world = World()
    world.salesforce.people_error = DOWN
    assert not world.refresh()
    world.salesforce.people_error = None
    assert world.refresh(after=60_000)
