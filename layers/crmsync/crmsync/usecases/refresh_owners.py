"""Reads HubSpot's owners and Salesforce's users: every hour, and soon after a worker met somebody who is in neither."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.owner_directory import OwnerDirectory, match_people
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.budget import CrmGate
from crmsync.ports.clock import Clock
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.owner_directories import OwnerDirectories, Round
from crmsync.ports.parking import Parking
from crmsync.ports.telemetry import Telemetry

MAX_AGE: Millis = 3_600_000
LEAST_AGE: Millis = 300_000
"""Not sooner, whoever is asked for: new people must not cost a call each."""

REST_AFTER_FAILURE: Millis = 900_000
"""Of a failure that lasts, such as a missing scope; after others the next round, a minute later, tries again."""


@dataclass(frozen=True, slots=True)
class RefreshOwners:
    """Two rounds at once would do the same: no lease is needed."""

    directories: OwnerDirectories
    configurations: ConfigurationStore
    gate: CrmGate
    parking: Parking
    clock: Clock
    telemetry: Telemetry

    def __call__(self) -> bool:
        """Whether the lists were read: never while the sync is paused. When a CRM or AWS does not answer, the present
        directory stays.
        """
        try:
            last = self.directories.last_round()
            return _is_due(last, self.clock.now()) and not self._is_paused() and self._refresh(last)
        except CrmError as error:
            self._note(error)
            return False

    def _is_paused(self) -> bool:
        active = self.configurations.active()
        return active is not None and active.global_settings.paused

    def _refresh(self, last: Round) -> bool:
        now, before = self.clock.now(), self.directories.present()
        try:
            directory = self._read(last, before)
        except CrmError as error:
            self._note(error)
            if error.failure.consequence is not Consequence.RETRY_LATER:
                self.directories.note_try(now)
            return False
        self.directories.keep(directory, now)
        if directory != before:
            self.parking.hasten(now, [Category.ASSOCIATIONS])
        return True

    def _note(self, error: CrmError) -> None:
        self.telemetry.note("owners not read", category=error.failure.category, code=error.failure.vendor_code)

    def _read(self, last: Round, before: OwnerDirectory | None) -> OwnerDirectory:
        """Whoever was known once stays known, be it as nobody's: old records still name them."""
        known = (*before.users, *before.owners) if before is not None else ()
        access = self.gate.open(CallClass.LIVE)
        try:
            return match_people(access.hubspot.owners(), access.salesforce.users(), (*last.asked_for, *known))
        finally:
            access.close()


def _is_due(last: Round, now: Millis) -> bool:
    age = now - last.read_at
    is_old = age >= MAX_AGE or (age >= LEAST_AGE and bool(last.asked_for))
    return is_old and (last.tried_at <= last.read_at or now - last.tried_at >= REST_AFTER_FAILURE)
