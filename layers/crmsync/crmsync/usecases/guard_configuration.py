"""Compiles the administrator's parameters, with both live schemas, to the active configuration."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from crmsync.core.back_fill import unfilled
from crmsync.core.change import CallClass
from crmsync.core.custom_object import LiveObjects
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.failure import CrmError
from crmsync.core.mapping import FieldType
from crmsync.core.parameters.compile import compile_configuration, with_limits
from crmsync.core.parameters.list_choice import with_choice_times
from crmsync.core.parameters.mappings import Schemas
from crmsync.core.parameters.object_pairs import object_pairs
from crmsync.core.parameters.settings import settings_by_pair
from crmsync.core.parameters.switch_time import with_switch_times
from crmsync.core.parked import Category
from crmsync.core.processes import Processes
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.installation import GUARD_JOB
from crmsync.usecases.prepare_pipelines import prepare_pipelines
from crmsync.usecases.read_objects import read_objects
from crmsync.usecases.read_schemas import read_schemas
from crmsync.usecases.try_campaigns import try_campaigns
from crmsync.usecases.try_settings import try_settings

LEASE: Millis = 60_000
UNFILLED = "unfilled"
"""In the job: since when a mapping, by its name, leaves existing values as they are."""

SCHEMAS_MAX_AGE: Millis = 3_600_000
REST_AFTER_FAILURE: Millis = 900_000
MENDED = (
    Category.MAPPING,
    Category.CONFIGURATION,
    Category.PERMISSIONS,
    Category.PROPERTY_VALUES,
    Category.OPT_OUT_PENDING,
    Category.QUOTA,
    Category.PAUSED,
    Category.DRY_RUN,
)
"""What a new mapping, setting, quota, field, permission or picklist value may have mended."""


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
    unfilled: tuple[str, ...] = ()
    """Mappings that leave existing values as they are."""


class _Live(NamedTuple):
    """What both CRMs say at this moment; `refusals` of settings that only they can judge."""

    schemas: Schemas
    processes: Mapping[str, Processes]
    refusals: Sequence[Refusal]
    objects: LiveObjects | None


@dataclass(frozen=True, slots=True)
class GuardConfiguration:
    """The last good configuration stays active until another compiles whole."""

    parameters: Parameters
    store: ConfigurationStore
    gate: CrmGate
    parking: Parking
    jobs: Jobs
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry

    def __call__(self, *, force: bool = False) -> GuardResult:
        """`force` reads the schemas again although nothing seems to have changed."""
        now, token = self.clock.now(), self.randomness.token()
        state = self.jobs.start(GUARD_JOB, token, now, now + LEASE)
        if state is None:
            return GuardResult(GuardOutcome.RUNNING)
        try:
            state, result = self._compile_if_changed(state, force=force, now=now)
        except CrmError as error:
            self.telemetry.note("configuration not compiled", category=error.failure.category)
            state, result = {**state, "tried_at": now}, GuardResult(GuardOutcome.UNAVAILABLE)
        self.jobs.finish(GUARD_JOB, token, state)
        self.telemetry.count("ConfigurationRounds", outcome=result.outcome)
        return result

    def _compile_if_changed(
        self, state: Mapping[str, Any], *, force: bool, now: Millis
    ) -> tuple[Mapping[str, Any], GuardResult]:
        texts = self.parameters.read()
        edition = _digest(sorted(texts.items()), _default_digest())
        is_due = _is_due(state, now) and not self._is_paused()
        if state.get("edition") == edition and not is_due and not force:
            return state, GuardResult(GuardOutcome.UNCHANGED)
        try:
            live = self._ask_crms(texts)
        except CrmError:
            result = self._take_limits(texts, now)
            if result is None:
                raise
            return state, result
        known = (live.processes, *live.refusals, *_shown(live.objects))
        digest = _digest(_schema_digest(edition, live.schemas), *known)
        result = self._take(texts, live, digest, now)
        # A round that crashed between the activation and here has left its time in the store alone.
        installed = state.get("installed_at") or self.store.summary()["activated_at"]
        left = {**state.get(UNFILLED, {}), **dict.fromkeys(result.unfilled, now)}
        after = {"edition": edition, "schemas_read_at": now, "installed_at": installed, UNFILLED: left or None}
        return {name: value for name, value in after.items() if value is not None}, result

    def _is_paused(self) -> bool:
        """Then only an administrator's edit, which may end the pause, is worth a call."""
        active = self.store.active()
        return active is not None and active.global_settings.paused

    def _ask_crms(self, texts: Mapping[str, str]) -> _Live:
        access = self.gate.open(CallClass.LIVE)
        try:
            objects = read_objects(texts, access)
            pairs, _ = object_pairs(texts, objects)
            settings = settings_by_pair(texts, pairs)
            enabled = [pair for name, pair in pairs.items() if settings[name].enabled]
            read = read_schemas(enabled, access)
            usable = [pair for pair in enabled if pair.name not in read.lacking]
            processes = prepare_pipelines(usable, texts, access, self.telemetry)
            tried = {name: one for name, one in settings.items() if name not in read.lacking}
            wrong = [*read.refusals, *try_settings(pairs, tried, access), *try_campaigns(texts, access)]
            return _Live(read.schemas, processes, wrong, objects)
        finally:
            access.close()

    def _take_limits(self, texts: Mapping[str, str], now: Millis) -> GuardResult | None:
        """A pause or a raised quota, although the CRMs cannot be asked (for want of quota, perhaps) or something else
        is refused.
        """
        active = self.store.active()
        wanted = with_limits(texts, active) if active is not None else None
        if active is None or wanted is None or wanted == active:
            return None
        self.store.activate(replace(wanted, version=active.version + 1), _digest(wanted), now, texts)
        return GuardResult(GuardOutcome.ACTIVATED, active.version + 1, (), self.parking.hasten(now, MENDED))

    def _take(self, texts: Mapping[str, str], live: _Live, digest: str, now: Millis) -> GuardResult:
        if digest == self.store.digest():
            return self._stay(digest, now)
        active = self.store.active()
        version = (active.version if active else 0) + 1
        asked = (*live.schemas, version, live.processes)
        configuration, refusals = compile_configuration(texts, *asked, live=live.objects)
        refusals, configuration = [*refusals, *live.refusals], None if live.refusals else configuration
        if configuration is not None:
            configuration = with_switch_times(with_choice_times(configuration, active, now), active, now)
            self.store.activate(configuration, digest, now, texts)
        else:
            self._take_limits(texts, now)
        self.store.refuse(refusals, digest, now)
        for refusal in refusals:
            self.telemetry.note("parameter refused", parameter=refusal.parameter, place=refusal.place)
        if configuration is None:
            return GuardResult(GuardOutcome.REFUSED, refusals=tuple(refusals))
        hastened = self.parking.hasten(now, MENDED)
        left = unfilled(active, configuration)
        return GuardResult(GuardOutcome.ACTIVATED, configuration.version, tuple(refusals), hastened, left)

    def _stay(self, digest: str, now: Millis) -> GuardResult:
        """A refused edit may have been taken back, or a list that was missing is there again."""
        mended = self.parking.hasten(now, MENDED) if self.store.refused() else 0
        self.store.refuse([], digest, now)
        return GuardResult(GuardOutcome.UNCHANGED, hastened=mended)


def _is_due(state: Mapping[str, Any], now: Millis) -> bool:
    """Whether the schemas are to be read again. After a failure that rests: a call a minute would use up what people's
    edits need on a day without quota.
    """
    is_old = now - int(state.get("schemas_read_at", 0)) >= SCHEMAS_MAX_AGE
    return is_old and now - int(state.get("tried_at", 0)) >= REST_AFTER_FAILURE


def _schema_digest(edition: str, schemas: Schemas) -> str:
    return _digest(edition, *([(name, _by_name(side[name])) for name in sorted(side)] for side in schemas))


def _shown(objects: LiveObjects | None) -> Iterator[object]:
    """Without custom objects nothing, so that their absence changes no digest."""
    if objects is not None:
        hubspot = {name: (*one[:2], sorted(one.associated)) for name, one in objects.hubspot.items()}
        yield from (
            sorted(hubspot.items()),
            sorted((name, sorted(own.items())) for name, own in objects.lookups.items()),
        )


def _by_name(fields: Mapping[str, FieldType]) -> list[tuple[str, FieldType]]:
    return sorted(fields.items(), key=lambda field: field[0])


@cache
def _default_digest() -> str:
    """Taken once a process: the repr of all mappings takes longer than the rest of a round that changes nothing."""
    return _digest(DEFAULT_CONFIGURATION)


def _digest(*parts: object) -> str:
    """Data classes, texts and lists of them have a repr that is the same in every process."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()
