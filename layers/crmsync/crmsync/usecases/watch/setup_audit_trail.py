"""Notices that an administrator changed something in Salesforce's setup, such as a flow, Apex or our user's rights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import ClassVar

from crmsync.core.configuration import Configuration
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.crm_setup import SalesforceSetup
from crmsync.ports.parking import Parking
from crmsync.usecases.watch.hourly_watch import Sight, State

CLOCKS_APART: Millis = 60_000
"""How far our clock may be from Salesforce's."""

USERS = "Manage Users"
"""The section of users and their rights: no automation is changed there."""

WATCHED = (Category.CUSTOM_CODE, Category.PERMISSIONS)


@dataclass(frozen=True, slots=True)
class SetupAuditTrail:
    """Asked for only while something is parked that the setup may have refused. What was tried after a change is parked
    later than that, so nothing needs to be remembered. To see it takes the permission View Setup and Configuration.
    """

    job: ClassVar[str] = "watch_setup"

    parking: Parking

    def question(self, _state: State, _: Configuration, /) -> Callable[[SalesforceSetup], Sight] | None:
        since = self.parking.oldest(WATCHED)
        if since is None:
            return None
        return lambda salesforce: Sight(list(_mended(salesforce.setup_changes(since - CLOCKS_APART))))


def _mended(sections: Collection[str]) -> Iterator[Category]:
    if set(sections) - {USERS}:
        yield Category.CUSTOM_CODE
    if sections:
        yield Category.PERMISSIONS
