"""The options of the property that shows campaigns: looked after every hour, and soon after a worker missed one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crmsync.core.campaign_options import is_campaign, options_after
from crmsync.core.campaigns import keeps_options
from crmsync.core.change import CallClass
from crmsync.core.configuration import PairConfiguration
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.budget import CrmGate
from crmsync.ports.campaign_rounds import CampaignRound, CampaignRounds
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry

MAX_AGE: Millis = 3_600_000
LEAST_AGE: Millis = 60_000
"""Not sooner, whatever is asked for: campaigns are made by people."""

REST_AFTER_FAILURE: Millis = 900_000
NEWEST = 1_000
"""Of the active campaigns, so many of the newest have an option before anybody is in them."""


@dataclass(frozen=True, slots=True)
class RefreshCampaigns:
    """Runs where one round runs at a time: options are written as a whole. `compile_again` lets workers know them."""

    rounds: CampaignRounds
    configurations: ConfigurationStore
    gate: CrmGate
    parking: Parking
    clock: Clock
    telemetry: Telemetry
    compile_again: Callable[[], object]

    def __call__(self, *, force: bool = False) -> bool:
        """Whether options were added or renamed. `force` does not wait for the hour.

        No call while campaigns are off, or the sync is paused; and none by a property whose options are not ours.
        """
        try:
            pair, last = self._showing(), self.rounds.last_round()
            is_due = force or _is_due(last, self.clock.now())
            return pair is not None and is_due and self._refresh(pair, last)
        except CrmError as error:
            self._note(error)
            return False

    def _showing(self) -> PairConfiguration | None:
        active = self.configurations.active()
        if active is None or active.global_settings.holds_writes:
            return None
        pairs = active.enabled_pairs
        return next((pair for pair in pairs if pair.campaigns is not None and keeps_options(pair.campaigns)), None)

    def _refresh(self, pair: PairConfiguration, last: CampaignRound) -> bool:
        now = self.clock.now()
        try:
            is_changed = self._bring_up_to_date(pair, last)
        except CrmError as error:
            self._note(error)
            if error.failure.consequence is not Consequence.RETRY_LATER:
                self.rounds.note_try(now)
            return False
        self.rounds.note_round(now)
        if is_changed or last.asked_for:
            self.compile_again()
            self.parking.hasten(now, [Category.ASSOCIATIONS])
        return is_changed

    def _bring_up_to_date(self, pair: PairConfiguration, last: CampaignRound) -> bool:
        if pair.campaigns is None:
            return False
        access, name = self.gate.open(CallClass.LIVE), pair.campaigns.hubspot
        try:
            present = access.hubspot.property_options(pair.hubspot_type, name)
            known = [*(one.value for one in present if is_campaign(one.value)), *last.asked_for]
            names = access.salesforce.campaign_names(known, newest=NEWEST)
            wanted = options_after(present, names, last.asked_for)
            if wanted != list(present):
                access.hubspot.set_property_options(pair.hubspot_type, name, wanted)
            return wanted != list(present)
        finally:
            access.close()

    def _note(self, error: CrmError) -> None:
        self.telemetry.note("campaigns not read", category=error.failure.category, code=error.failure.vendor_code)


def _is_due(last: CampaignRound, now: Millis) -> bool:
    age = now - last.read_at
    is_old = age >= MAX_AGE or (age >= LEAST_AGE and bool(last.asked_for))
    return is_old and (last.tried_at <= last.read_at or now - last.tried_at >= REST_AFTER_FAILURE)
