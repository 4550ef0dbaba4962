"""When the options of the property that shows campaigns were last brought up to date, and who asked for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from crmsync.core.record import Millis


class CampaignRound(NamedTuple):
    """When campaigns were read last, when that was tried last, and which ones had no option since (ids)."""

    read_at: Millis = 0
    tried_at: Millis = 0
    asked_for: Sequence[str] = ()


class CampaignRounds(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer."""

    def last_round(self) -> CampaignRound:
        """Not cached."""

    def note_round(self, at: Millis) -> None:
        """The options are up to date; what was asked for is answered."""

    def note_try(self, at: Millis) -> None:
        """They could not be brought up to date."""

    def ask_for(self, ids: Sequence[str]) -> None:
        """Ids of campaigns for which the property has no option; the next round adds them."""
