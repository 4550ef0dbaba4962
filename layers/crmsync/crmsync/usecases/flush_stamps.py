"""Writes the stamps that wait to the HubSpot records they are about: a hundred a call, a few calls a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.failure import Consequence, Failure, Written
from crmsync.core.parked import Category
from crmsync.core.record import RecordRef, RecordUpdate
from crmsync.core.stamps import PendingStamp, coalesced
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.jobs import Jobs
from crmsync.ports.pending_stamps import PendingStamps
from crmsync.ports.queue import ChangeQueue
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.single_flight import single_flight

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
    queue: ChangeQueue
    jobs: Jobs
    configurations: ConfigurationStore
    clock: Clock
    randomness: Randomness
    telemetry: Telemetry

    def __call__(self) -> int:
        """How many records were stamped; 0 while nothing may be written, or another round is running."""
        configuration = self.configurations.active()
        if configuration is None or configuration.global_settings.holds_writes:
            return 0
        with single_flight(self.jobs, JOB, LEASE, self.clock, self.randomness) as may_run:
            return self._flush(configuration) if may_run else 0

    def _flush(self, configuration: Configuration) -> int:
        sheets = self.stamps.oldest(RECORDS_A_ROUND)
        pending = [stamp for sheet in sheets for stamp in sheet.stamps]
        updates = _updates(coalesced(pending), configuration)
        failures = self._write(updates) if updates else {}
        later = [ref for ref, failure in failures.items() if not _is_lasting(failure)]
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
            failures = self._update(updates, access)
            again = [_without(one, failures[one.ref].fields) for one in updates if _is_named(failures.get(one.ref))]
            lesser = [one for one in again if one.values]
            done = {one.ref for one in lesser}
            rest = {ref: failure for ref, failure in failures.items() if ref not in done}
            return {**rest, **self._update(lesser, access)} if lesser else rest
        finally:
            access.close()

    def _update(self, updates: Sequence[RecordUpdate], access: CrmAccess) -> dict[RecordRef, Failure]:
        outcomes = access.hubspot.update(updates)
        pairs = list(zip(updates, outcomes, strict=True))
        written = [(update.ref, one.id) for update, one in pairs if isinstance(one, Written)]
        hit = [replace(ref, id=shown) for ref, shown in written if shown != ref.id]
        if hit:
            self._look_at(hit)
        return {update.ref: outcome for update, outcome in pairs if isinstance(outcome, Failure)}

    def _look_at(self, survivors: Sequence[RecordRef]) -> None:
        """HubSpot writes to the survivor what is meant for a record that was merged into it. The look puts it right."""
        now = self.clock.now()
        self.queue.send([Change(ref, ChangeKind.LOOK, now, JOB, CallClass.POLL) for ref in survivors])


def _is_named(failure: Failure | None) -> bool:
    return failure is not None and _is_lasting(failure) and bool(failure.fields)


def _is_lasting(failure: Failure) -> bool:
    """What a further call could only repeat; a record that is not there any more needs no stamp."""
    return failure.consequence in _LASTING or failure.category == Category.MERGED


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
