"""`reconcile.start`, `reconcile.status`, `reconcile.report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.drift import SENTENCES, DriftCause
from crmsync.core.reconcile_round import ReconcileRound, RoundState
from crmsync.core.record import Millis
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.reconcile.rounds import Rounds
from crmsync.usecases.reconcile.start_round import StartRound

AT_ONCE: Millis = 1_000


@dataclass(frozen=True, slots=True)
class StartReconcile:
    start: StartRound

    def __call__(self, _: Args) -> dict[str, Any]:
        """The round that runs now; `begun` is False when it did so already."""
        begun = self.start(first_turn_in=AT_ONCE)
        present = begun or self.start.rounds.present()
        if present is None or (begun is None and present.is_final):
            raise AdminError("not_possible", "the sync is paused, or no configuration is active yet: see config.show")
        return {**shown_round(present), "begun": begun is not None}


@dataclass(frozen=True, slots=True)
class ShowRound:
    rounds: Rounds

    def __call__(self, _: Args) -> dict[str, Any]:
        """The present round, or the last one. Raises AdminError `not_found` when there never was one."""
        return shown_round(_required(self.rounds.present()))


@dataclass(frozen=True, slots=True)
class ShowReport:
    rounds: Rounds

    def __call__(self, _: Args) -> dict[str, Any]:
        """What the last round that came to its end found."""
        latest = [self.rounds.present(), self.rounds.previous()]
        done = next((one for one in latest if one is not None and one.state is RoundState.DONE), None)
        return shown_report(_required(done))


def _required(found: ReconcileRound | None) -> ReconcileRound:
    if found is None:
        raise AdminError("not_found", "there is no such round yet: `crmsync reconcile start` begins one")
    return found


def shown_round(present: ReconcileRound) -> dict[str, Any]:
    """`part` is the Salesforce object that is compared now, None before the first and after the last one."""
    place = present.position.part
    return {
        "round_id": present.id,
        "state": present.state.value,
        "part": present.parts[place] if not present.is_final and place < len(present.parts) else None,
        "parts": list(present.parts),
        "fills": list(present.fills),
        "preview": present.is_preview,
        "counts": {"total": sum(present.findings.counts.values()), **present.findings.counts},
        "waiting": present.waiting or None,
        "error": present.error or None,
        "started_at": shown_time(present.started_at),
        "finished_at": shown_time(present.finished_at),
    }


def shown_report(done: ReconcileRound) -> dict[str, Any]:
    """`drift` lists values that were repaired, by object pair, field and cause, the most frequent first."""
    drift = [
        {"object": pair, "field": name, "cause": cause, "values": count, "sentence": _sentence(cause)}
        for key, causes in done.findings.drift.items()
        for cause, count in causes.items()
        for pair, _, name in [key.rpartition("/")]
    ]
    examples: Mapping[str, list[str]] = done.findings.examples
    return {
        **shown_round(done),
        "drift": sorted(drift, key=lambda one: (-int(str(one["values"])), str(one["object"]), str(one["field"]))),
        "examples": {finding: list(keys) for finding, keys in examples.items()},
    }


def _sentence(cause: str) -> str:
    return SENTENCES.get(DriftCause(cause), cause)
