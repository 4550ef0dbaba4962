"""The CampaignRounds in memory."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.record import Millis
from crmsync.ports.campaign_rounds import CampaignRound


class MemoryCampaignRounds:
    def __init__(self) -> None:
        self._round = CampaignRound()

    def last_round(self) -> CampaignRound:
        return self._round

    def note_round(self, at: Millis) -> None:
        self._round = CampaignRound(at, at)

    def note_try(self, at: Millis) -> None:
        self._round = self._round._replace(tried_at=at)

    def ask_for(self, ids: Sequence[str]) -> None:
        self._round = self._round._replace(asked_for=tuple(sorted({*self._round.asked_for, *ids})))
