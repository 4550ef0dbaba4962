"""`resync` of a mapping: a round that also puts in step what its rule or the mapping itself did not touch so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmsync.core.configuration import PairConfiguration
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments
from crmsync.usecases.reconcile.show_round import AT_ONCE, shown_round
from crmsync.usecases.reconcile.start_round import StartRound


@dataclass(frozen=True, slots=True)
class FillMapping:
    start: StartRound

    def __call__(self, name: str, pair: PairConfiguration, *, is_preview: bool) -> dict[str, Any]:
        """Begins the round and gives it as `reconcile.status` does. Raises AdminError."""
        configuration = self.start.configurations.active()
        if configuration is None:
            raise AdminError("not_ready", "there is no active configuration yet: see config.show")
        fills = (_mapping(name, pair).hubspot,)
        begun = self.start(first_turn_in=AT_ONCE, pair=pair.name, fills=fills, is_preview=is_preview)
        if begun is None:
            paused = configuration.global_settings.paused
            raise (
                AdminError("not_possible", "the sync is paused")
                if paused
                else AdminError(
                    "busy",
                    "a comparison of all records runs: see `crmsync reconcile status`, and ask again after its end",
                )
            )
        return shown_round(begun)


def _mapping(name: str, pair: PairConfiguration) -> FieldMapping:
    """By the HubSpot property or a Salesforce field."""
    found = next((one for one in pair.mappings if name == one.hubspot or name in one.salesforce.values()), None)
    if found is None:
        raise bad_arguments(f"{name!r} is not mapped; mapped are: {', '.join(one.hubspot for one in pair.mappings)}")
    if found.rule in {Rule.DONT_SYNC, Rule.OPT_OUT_LATCH}:
        raise bad_arguments(f"{name!r} has the rule {found.rule}, by which there is nothing to fill")
    return found
