"""Changed validation rules are noticed within the hour, and what they refused is tried again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from crmsync.core.configuration import GlobalSettings
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Side
from crmsync.usecases.watch.hourly_watch import LEASE, MAX_AGE, HourlyWatch
from crmsync.usecases.watch.validation_rules import ValidationRules

from tests.unit.usecases.fake_crm import FakeCrm, FakeGate
from tests.unit.usecases.fakes import (
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeParking,
    FakeRandomness,
    FakeTelemetry,
)

FORBIDDEN = CrmError(Failure(Consequence.BAD_CONFIGURATION, Category.PERMISSIONS, "insufficient access"))


@dataclass
class World:
    clock: FakeClock = field(default_factory=FakeClock)
    jobs: FakeJobs = field(default_factory=FakeJobs)
    configurations: FakeConfigurations = field(default_factory=lambda: FakeConfigurations(DEFAULT_CONFIGURATION))
    parking: FakeParking = field(default_factory=FakeParking)
    salesforce: FakeCrm = field(default_factory=lambda: FakeCrm(Side.SALESFORCE, rules=("a 1", "b 1")))

    def watch(self, after: int = 0, *, force: bool = False) -> int:
        self.clock.at += after
        gate = FakeGate(salesforce=self.salesforce)
        ports: Any = (self.jobs, self.configurations, gate, self.parking, self.clock, FakeRandomness(), FakeTelemetry())
        return HourlyWatch(ValidationRules(), *ports)(force=force)


@pytest.fixture
def world() -> World:
    world = World()
    world.watch()
    assert (world.salesforce.rule_reads, world.parking.hastened) == (1, [])
    return world


@pytest.mark.parametrize("rules", [("a 1",), ("a 1", "b 2"), ("a 1", "b 1", "c 1"), ()])
def test_a_rule_that_was_removed_edited_or_added(world: World, rules: tuple[str, ...]) -> None:
    world.salesforce.rules = rules
    world.watch(after=MAX_AGE)
    assert world.parking.hastened == [[Category.CUSTOM_CODE]]
    world.watch(after=MAX_AGE)
    assert len(world.parking.hastened) == 1


def test_salesforce_is_asked_every_hour_and_at_once_when_forced(world: World) -> None:
    world.watch(after=MAX_AGE - 1)
    assert world.salesforce.rule_reads == 1
    world.watch(force=True)
    assert world.salesforce.rule_reads == 2
    world.watch(after=MAX_AGE)
    assert world.salesforce.rule_reads == 3
    assert world.parking.hastened == []


def test_whoever_may_not_see_rules_is_not_asked_every_minute(world: World) -> None:
    world.salesforce.rules_error = FORBIDDEN
    world.watch(after=MAX_AGE)
    world.watch(after=60_000)
    assert (world.salesforce.rule_reads, world.parking.hastened) == (2, [])
    world.salesforce.rules_error, world.salesforce.rules = None, ("a 1",)
    world.watch(after=MAX_AGE)
    assert len(world.parking.hastened) == 1


def test_nothing_is_asked_while_paused_unconfigured_or_beside_another_round(world: World) -> None:
    world.jobs.start(ValidationRules.job, "another", world.clock.at, world.clock.at + LEASE)
    world.watch(force=True)
    world.configurations.configuration = None
    world.watch(after=LEASE, force=True)
    world.configurations.configuration = replace(DEFAULT_CONFIGURATION, global_settings=GlobalSettings(paused=True))
    world.watch(force=True)
    assert world.salesforce.rule_reads == 1
