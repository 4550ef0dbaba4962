"""Begins a round, by the schedule or an administrator's word; a round that runs is not doubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crmsync.core.configuration import Configuration
from crmsync.core.reconcile_round import ReconcileRound
from crmsync.core.record import Millis
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.installation import installed_at
from crmsync.usecases.reconcile.rounds import Rounds

ID_LENGTH = 12
LOOK_BACK: Millis = 86_400_000
"""Creations of the day before the last round are gone through again: HubSpot's search index lags, at times by hours."""


@dataclass(frozen=True, slots=True)
class StartRound:
    rounds: Rounds
    turns: ImportQueue
    configurations: ConfigurationStore

    def __call__(
        self, *, first_turn_in: Millis, pair: str = "", fills: tuple[str, ...] = (), is_preview: bool = False
    ) -> ReconcileRound | None:
        """The new round, whose first turn is asked for; None when nothing was begun: the sync is off, or a round runs.

        A round that runs is asked for its turn once more: a message of it that was lost would stop it for ever.
        """
        configuration = self.configurations.active()
        held = self.rounds.take() if configuration is not None and may_run(configuration) else None
        if held is None or configuration is None:
            return None
        present, fresh = held.present, None
        if present is not None and not present.is_final:
            self.turns.send(present.id, present.turn)
        else:
            fresh = ReconcileRound(
                self._new_id(),
                self.rounds.clock.now(),
                _parts(configuration, pair),
                told_from={} if fills else self._told_from(configuration, held.looked),
                pair=pair,
                fills=fills,
                is_preview=is_preview,
            )
            # The message first: without its round it is void.
            self.turns.send(fresh.id, fresh.turn, delay=first_turn_in)
            held.begin(fresh)
        held.finish()
        return fresh

    def _told_from(self, configuration: Configuration, looked: Mapping[str, Millis]) -> dict[str, Millis]:
        """What came before a pair was switched on is an import's; what a round saw and left alone stays so."""
        installed = installed_at(self.rounds.jobs, self.rounds.clock.now())
        return {
            pair.name: max(pair.enabled_at or installed, looked.get(pair.name, 0) - LOOK_BACK)
            for pair in configuration.enabled_pairs
        }

    def _new_id(self) -> str:
        return self.rounds.randomness.token().replace("-", "")[-ID_LENGTH:]


def may_run(configuration: Configuration) -> bool:
    return not configuration.global_settings.paused


def _parts(configuration: Configuration, only: str) -> tuple[str, ...]:
    """The Salesforce objects of that pair, or of every pair, that syncs."""
    pairs = [pair for pair in configuration.pairs.values() if pair.settings.enabled and only in {"", pair.name}]
    return tuple(dict.fromkeys(object_type for pair in pairs for object_type in pair.salesforce_types))
