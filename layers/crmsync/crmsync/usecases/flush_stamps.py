"""Writes the stamps that wait to the HubSpot records they are about: a hundred a call, a few calls a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, Failure, WriteOutcome, Written
from crmsync.core.record import RecordRef, RecordUpdate
from crmsync.core.stamps import PendingStamp, coalesced
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.jobs import Jobs
from crmsync.ports.pending_stamps import PendingStamps
from crmsync.ports.telemetry import Telemetry

JOB = "flush_stamps"
LEASE = 120_000
RECORDS_A_ROUND = 2_000
"""Twenty calls: a burst of errors is told over some rounds, and never takes the calls of those who sync."""

SHEET = 100
_LASTING = {Consequence.REJECTED_RECORD, Consequence.NEEDS_REVIEW}


@dataclass(frozen=True, slots=True)
class FlushStamps:
    stamps: PendingStamps
    gate: CrmGate
    jobs: Jobs
    configurations: ConfigurationStore
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry

    def __call__(self) -> int:
        """How many records were stamped; 0 while nothing may be written, or another round is running."""
        configuration = self.configurations.active()
        if configuration is None or _is_held(configuration):
            return 0
        now, token = self.clock.now(), self.randomness.token()
        if self.jobs.start(JOB, token, now, now + LEASE) is None:
            return 0
        try:
            return self._flush(configuration)
        finally:
            self.jobs.finish(JOB, token, {})

    def _flush(self, configuration: Configuration) -> int:
        sheets = self.stamps.oldest(RECORDS_A_ROUND)
        pending = [stamp for sheet in sheets for stamp in sheet.stamps]
        updates = _updates(coalesced(pending), configuration)
        failures = self._write(updates) if updates else {}
        later = [ref for ref, failure in failures.items() if failure.consequence not in _LASTING]
        self._put_back([stamp for stamp in pending if stamp.ref in later])
        self.stamps.remove(sheets)
        self.telemetry.count("StampsRefused", len(failures) - len(later))
        return len(updates) - len(failures)

    def _put_back(self, stamps: Sequence[PendingStamp]) -> None:
        """Before the sheets go: a crash between the two writes them twice, which is harmless."""
        for start in range(0, len(stamps), SHEET):
            self.stamps.add(stamps[start : start + SHEET], self.randomness.token())

    def _write(self, updates: Sequence[RecordUpdate]) -> Mapping[RecordRef, Failure]:
        """What was not written. Of what the vendor refuses by its name, the rest is written."""
        access = self.gate.open(CallClass.POLL)
        try:
            refused = _failures(updates, access.hubspot.update(updates))
            lesser = [_without(update, refused[update.ref].fields) for update in updates if update.ref in refused]
            again = [update for update in lesser if update.values and _is_named(refused[update.ref])]
            return {**refused, **self._write_again(again, refused, access)}
        finally:
            access.close()

    def _write_again(
        self, updates: Sequence[RecordUpdate], refused: dict[RecordRef, Failure], access: CrmAccess
    ) -> Mapping[RecordRef, Failure]:
        for update in updates:
            del refused[update.ref]
        return _failures(updates, access.hubspot.update(updates)) if updates else {}


def _is_held(configuration: Configuration) -> bool:
    return configuration.global_settings.paused or configuration.global_settings.dry_run


def _is_named(failure: Failure) -> bool:
    return failure.consequence in _LASTING and bool(failure.fields)


def _without(update: RecordUpdate, names: Sequence[str]) -> RecordUpdate:
    return RecordUpdate(update.ref, {name: value for name, value in update.values.items() if name not in names})


def _updates(latest: Mapping[RecordRef, Mapping[str, str]], configuration: Configuration) -> list[RecordUpdate]:
    """Only what this portal still has."""
    updates = [RecordUpdate(ref, _stampable(ref, stamps, configuration)) for ref, stamps in latest.items()]
    return [update for update in updates if update.values]


def _stampable(ref: RecordRef, stamps: Mapping[str, str], configuration: Configuration) -> dict[str, str]:
    pair = configuration.pair_of(ref.object_type)
    names = pair.hubspot_stamps if pair is not None else ()
    return {name: text for name, text in stamps.items() if name in names}


def _failures(updates: Sequence[RecordUpdate], outcomes: Sequence[WriteOutcome]) -> dict[RecordRef, Failure]:
    pairs = zip(updates, outcomes, strict=True)
    return {update.ref: outcome for update, outcome in pairs if not isinstance(outcome, Written)}
