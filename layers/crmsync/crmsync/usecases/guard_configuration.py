"""Compiles the administrator's parameters, with both live schemas, to the active configuration."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.contact_pair import DEFAULT_CONFIGURATION
from crmsync.core.failure import CrmError
from crmsync.core.mapping import FieldType
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry

JOB = "config_guard"
LEASE: Millis = 60_000
SCHEMAS_MAX_AGE: Millis = 3_600_000
MENDED = (Category.MAPPING, Category.CONFIGURATION, Category.PERMISSIONS, Category.PROPERTY_VALUES)
"""What a new mapping, setting, field, permission or picklist value may have mended."""

Schemas = Mapping[str, Mapping[str, FieldType]]
"""The live, readable fields by object type: `contact`, `Contact`, `Lead`."""


class Compile(Protocol):
    def __call__(
        self, parameters: Mapping[str, str], schemas: Schemas, version: int
    ) -> tuple[Configuration | None, Sequence[Refusal]]:
        """The configuration, None when it cannot be taken; and what was refused."""


class GuardOutcome(StrEnum):
    UNCHANGED = "unchanged"
    ACTIVATED = "activated"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    """A CRM or AWS did not answer; the last good configuration stays active."""
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class GuardResult:
    outcome: GuardOutcome
    version: int | None = None
    refusals: tuple[Refusal, ...] = ()
    hastened: int = 0
    """Parked rows that are tried again because of it."""


@dataclass(frozen=True, slots=True)
class GuardConfiguration:
    """The last good configuration stays active until another compiles whole."""

    parameters: Parameters
    store: ConfigurationStore
    gate: CrmGate
    parking: Parking
    jobs: Jobs
    compile: Compile
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry

    def __call__(self, *, force: bool = False) -> GuardResult:
        """`force` reads the schemas again although nothing seems to have changed."""
        now, token = self.clock.now(), self.randomness.token()
        state = self.jobs.start(JOB, token, now, now + LEASE)
        if state is None:
            return GuardResult(GuardOutcome.RUNNING)
        try:
            state, result = self._compile_if_changed(state, force=force, now=now)
        except CrmError as error:
            self.telemetry.note("configuration not compiled", category=error.failure.category)
            result = GuardResult(GuardOutcome.UNAVAILABLE)
        self.jobs.finish(JOB, token, state)
        self.telemetry.count("ConfigurationRounds", outcome=result.outcome)
        return result

    def _compile_if_changed(
        self, state: Mapping[str, Any], *, force: bool, now: Millis
    ) -> tuple[Mapping[str, Any], GuardResult]:
        texts = self.parameters.read()
        edition = _digest(sorted(texts.items()), DEFAULT_CONFIGURATION)
        is_young = now - int(state.get("schemas_read_at", 0)) < SCHEMAS_MAX_AGE
        if state.get("edition") == edition and is_young and not force:
            return state, GuardResult(GuardOutcome.UNCHANGED)
        schemas = self._schemas()
        result = self._take(texts, schemas, _digest(edition, _ordered(schemas)), now)
        installed = state.get("installed_at", now if result.outcome is GuardOutcome.ACTIVATED else None)
        after = {"edition": edition, "schemas_read_at": now, "installed_at": installed}
        return {name: value for name, value in after.items() if value is not None}, result

    def _schemas(self) -> Schemas:
        access = self.gate.open(CallClass.LIVE)
        schemas: dict[str, Mapping[str, FieldType]] = {}
        try:
            for pair in DEFAULT_CONFIGURATION.pairs.values():
                schemas[pair.hubspot_type] = access.hubspot.schema(pair.hubspot_type)
                schemas |= {name: access.salesforce.schema(name) for name in pair.salesforce_types}
        finally:
            access.close()
        return schemas

    def _take(self, texts: Mapping[str, str], schemas: Schemas, digest: str, now: Millis) -> GuardResult:
        if digest == self.store.digest():
            self.store.refuse([], digest, now)  # a refused edit may have been taken back
            return GuardResult(GuardOutcome.UNCHANGED)
        active = self.store.active()
        configuration, refusals = self.compile(texts, schemas, (active.version if active else 0) + 1)
        if configuration is not None:
            self.store.activate(configuration, digest, now, texts)
        self.store.refuse(refusals, digest, now)
        for refusal in refusals:
            self.telemetry.note("parameter refused", parameter=refusal.parameter, place=refusal.place)
        if configuration is None:
            return GuardResult(GuardOutcome.REFUSED, refusals=tuple(refusals))
        hastened = self.parking.hasten(now, MENDED)
        return GuardResult(GuardOutcome.ACTIVATED, configuration.version, tuple(refusals), hastened)


def installed_at(jobs: Jobs, otherwise: Millis) -> Millis:
    """When the first configuration became active."""
    return int(jobs.state(JOB).get("installed_at", otherwise))


def _ordered(schemas: Schemas) -> list[tuple[str, list[tuple[str, FieldType]]]]:
    return [(name, sorted(fields.items(), key=lambda field: field[0])) for name, fields in sorted(schemas.items())]


def _digest(*parts: object) -> str:
    """Data classes, texts and lists of them have a repr that is the same in every process."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()
