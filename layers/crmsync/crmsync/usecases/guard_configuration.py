"""Compiles the administrator's parameters, with both live schemas, to the active configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from crmsync.core.back_fill import unfilled
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.parameters.compile import compile_configuration, with_limits, with_limits_of
from crmsync.core.parameters.list_choice import with_choice_times
from crmsync.core.parameters.switch_time import with_switch_times
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.ask_crms import Live, ask_crms, digest_of, edition_of
from crmsync.usecases.installation import GUARD_JOB

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
        edition = edition_of(texts)
        is_due = _is_due(state, now) and not self._is_paused()
        if state.get("edition") == edition and not is_due and not force:
            return state, GuardResult(GuardOutcome.UNCHANGED)
        try:
            live = ask_crms(texts, self.gate, self.telemetry)
        except CrmError:
            result = self._take_limits(texts, now)
            if result is None:
                raise
            return state, result
        result = self._take(texts, live, now)
        # A round that crashed between the activation and here has left its time in the store alone.
        installed = state.get("installed_at") or self.store.summary()["activated_at"]
        left = {**state.get(UNFILLED, {}), **dict.fromkeys(result.unfilled, now)}
        after = {"edition": edition, "schemas_read_at": now, "installed_at": installed, UNFILLED: left or None}
        return {name: value for name, value in after.items() if value is not None}, result

    def _is_paused(self) -> bool:
        """Then only an administrator's edit, which may end the pause, is worth a call."""
        active = self.store.active()
        return active is not None and active.global_settings.paused

    def _take(self, texts: Mapping[str, str], live: Live, now: Millis) -> GuardResult:
        digest = live.digest(texts)
        if digest == self.store.digest():
            return self._stay(digest, now)
        compiled, refusals = self._compile(texts, live, now)
        if compiled is not None:
            result = self._activate(compiled, digest, texts, now)
        else:
            renewed, unfit = self._renew(texts, now)
            result = renewed or self._take_limits(texts, now) or GuardResult(GuardOutcome.UNCHANGED)
            refusals += [_last_accepted(refusal) for refusal in unfit if refusal not in refusals]
        self.store.refuse(refusals, digest, now)
        for refusal in refusals:
            self.telemetry.note("parameter refused", parameter=refusal.parameter, place=refusal.place)
        return result if not refusals else replace(result, outcome=GuardOutcome.REFUSED, refusals=tuple(refusals))

    def _compile(self, texts: Mapping[str, str], live: Live, now: Millis) -> tuple[Configuration | None, list[Refusal]]:
        """Both what is wrong with them and what only the CRMs can judge."""
        active = self.store.active()
        asked = (*live.schemas, (active.version if active else 0) + 1, live.processes)
        compiled, refusals = compile_configuration(texts, *asked, live=live.objects)
        if compiled is None or live.refusals:
            return None, [*refusals, *live.refusals]
        return with_switch_times(with_choice_times(compiled, active, now), active, now), []

    def _activate(
        self, configuration: Configuration, digest: str, texts: Mapping[str, str], now: Millis
    ) -> GuardResult:
        left = unfilled(self.store.active(), configuration)
        self.store.activate(configuration, digest, now, texts)
        hastened = self.parking.hasten(now, MENDED)
        return GuardResult(GuardOutcome.ACTIVATED, configuration.version, (), hastened, left)

    def _renew(self, texts: Mapping[str, str], now: Millis) -> tuple[GuardResult | None, Sequence[Refusal]]:
        """While parameters are refused, the last good ones follow the schemas; or why they cannot."""
        good = with_limits_of(texts, self.store.sources())
        if self.store.active() is None or good == texts:
            return None, ()
        try:
            live = ask_crms(good, self.gate, self.telemetry)
        except CrmError as error:
            self.telemetry.note("last good configuration not compiled", category=error.failure.category)
            return None, ()
        digest = live.digest(good)
        if digest == self.store.digest():
            return GuardResult(GuardOutcome.UNCHANGED), ()
        compiled, unfit = self._compile(good, live, now)
        return (self._activate(compiled, digest, good, now), ()) if compiled is not None else (None, unfit)

    def _take_limits(self, texts: Mapping[str, str], now: Millis) -> GuardResult | None:
        """A pause or a raised quota, although the CRMs cannot be asked (for want of quota, perhaps) or something else
        is refused.
        """
        active = self.store.active()
        wanted = with_limits(texts, active) if active is not None else None
        if active is None or wanted is None or wanted == active:
            return None
        wanted = replace(wanted, version=active.version + 1)
        return self._activate(wanted, digest_of(wanted), with_limits_of(texts, self.store.sources()), now)

    def _stay(self, digest: str, now: Millis) -> GuardResult:
        """A refused edit may have been taken back, or a list that was missing is there again."""
        mended = self.parking.hasten(now, MENDED) if self.store.refused() else 0
        self.store.refuse([], digest, now)
        return GuardResult(GuardOutcome.UNCHANGED, hastened=mended)


def _last_accepted(refusal: Refusal) -> Refusal:
    return replace(refusal, reason=f"what was last accepted does not fit both CRMs any more: {refusal.reason}")


def _is_due(state: Mapping[str, Any], now: Millis) -> bool:
    """Whether the schemas are to be read again. After a failure that rests: a call a minute would use up what people's
    edits need on a day without quota.
    """
    is_old = now - int(state.get("schemas_read_at", 0)) >= SCHEMAS_MAX_AGE
    return is_old and now - int(state.get("tried_at", 0)) >= REST_AFTER_FAILURE
