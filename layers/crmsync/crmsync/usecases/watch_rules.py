"""Notices that somebody changed Salesforce's validation rules, and has what they refused tried again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry

JOB = "watch_rules"
LEASE: Millis = 60_000
MAX_AGE: Millis = 3_600_000


@dataclass(frozen=True, slots=True)
class WatchRules:
    """One call an hour. An integration user who may not see rules loses only this: growing gaps go on."""

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
            return self._look(configuration, force=force)
        except CrmError as error:
            self._note(error)
            return 0

    def _look(self, configuration: Configuration, *, force: bool) -> int:
        now, token = self.clock.now(), self.randomness.token()
        state = self.jobs.start(JOB, token, now, now + LEASE)
        if state is None:
            return 0
        if not force and now - int(state.get("asked_at", 0)) < MAX_AGE:
            self.jobs.finish(JOB, token, state)
            return 0
        before, rules = state.get("rules"), self._read(configuration)
        is_changed = rules is not None and before is not None and rules != before
        hastened = self.parking.hasten(now, [Category.CUSTOM_CODE]) if is_changed else 0
        known = rules or before
        self.jobs.finish(JOB, token, {"asked_at": now, **({"rules": known} if known else {})})
        return hastened

    def _read(self, configuration: Configuration) -> str | None:
        """A digest; None when Salesforce did not tell."""
        objects = [name for pair in configuration.enabled_pairs for name in pair.salesforce_types]
        access = self.gate.open(CallClass.POLL)
        try:
            rules = access.salesforce.validation_rules(objects)
            return hashlib.sha256("\n".join([*objects, *rules]).encode()).hexdigest()
        except CrmError as error:
            self._note(error)
            return None
        finally:
            access.close()

    def _note(self, error: CrmError) -> None:
        self.telemetry.note("rules not read", category=error.failure.category, code=error.failure.vendor_code)
