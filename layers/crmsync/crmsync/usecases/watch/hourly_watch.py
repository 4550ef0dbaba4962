"""A look at something in Salesforce's setup every hour, which has parked rows tried again once that was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.crm_setup import SalesforceSetup
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry

LEASE: Millis = 60_000
MAX_AGE: Millis = 3_600_000

State = Mapping[str, Any]
"""What one look leaves to the next."""


@dataclass(frozen=True, slots=True)
class Sight:
    mended: Sequence[Category] = ()
    """What a change since the last look may have mended."""
    state: State = field(default_factory=dict)


class Watched(Protocol):
    job: ClassVar[str]

    def question(self, state: State, configuration: Configuration, /) -> Callable[[SalesforceSetup], Sight] | None:
        """One call, which raises CrmError when Salesforce does not tell; None when there is nothing to ask for."""


@dataclass(frozen=True, slots=True)
class HourlyWatch:
    """One call an hour. An integration user who may not see what is watched loses only this: growing gaps go on."""

    watched: Watched
    jobs: Jobs
    configurations: ConfigurationStore
    gate: CrmGate
    parking: Parking
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry

    def __call__(self, *, force: bool = False) -> int:
        """How many parked rows are tried again because of a change; 0 while the sync is paused, and when a CRM or AWS
        does not answer. `force` asks now.
        """
        try:
            configuration = self.configurations.active()
            if configuration is None or configuration.global_settings.paused:
                return 0
            return self._watch(configuration, force=force)
        except CrmError as error:
            self._note(error)
            return 0

    def _watch(self, configuration: Configuration, *, force: bool) -> int:
        job, now, token = self.watched.job, self.clock.now(), self.randomness.token()
        state = self.jobs.start(job, token, now, now + LEASE)
        if state is None:
            return 0
        if not force and now - int(state.get("asked_at", 0)) < MAX_AGE:
            self.jobs.finish(job, token, state)
            return 0
        sight = self._look(state, configuration)
        hastened = self.parking.hasten(now, sight.mended) if sight.mended else 0
        self.jobs.finish(job, token, {**sight.state, "asked_at": now})
        return hastened

    def _look(self, state: State, configuration: Configuration) -> Sight:
        question = self.watched.question(state, configuration)
        if question is None:
            return Sight(state=state)
        access = self.gate.open(CallClass.POLL)
        try:
            return question(access.salesforce)
        except CrmError as error:
            self._note(error)
            return Sight(state=state)
        finally:
            access.close()

    def _note(self, error: CrmError) -> None:
        failure = error.failure
        self.telemetry.note("setup not read", job=self.watched.job, category=failure.category, code=failure.vendor_code)
