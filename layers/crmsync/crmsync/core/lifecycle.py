"""The lifecycle stage that a contact's opportunities ask for: forward only, and never because of a lost one.

What counts are the opportunities that the contact has a role in (Salesforce's OpportunityContactRole). Whoever syncs
one of them tells the contact where it stands by a name in a change (`lifecycle/customer`), so that it is sent again,
parked and resumed with the change. Who may not sync at that time asks when that is over. As stages only move forward,
the order in which opportunities tell does not matter.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
https://knowledge.hubspot.com/records/use-lifecycle-stages
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

LIFECYCLE_STAGE = "lifecyclestage"
"""HubSpot's property."""

CAUSE = "lifecycle"
"""The cause of a change: an opportunity of the contact moved."""

PREFIX = "lifecycle/"
"""Of the names in a change that tell a contact of its opportunities."""

ASK = "lifecycle/roles"
"""The name in a change of a contact that may have missed what its opportunities told: it asks for its roles."""


class Standing(StrEnum):
    """Of an opportunity. The first two name the stage that they ask for in the settings."""

    CUSTOMER = "customer"
    """Closed and won."""
    OPPORTUNITY = "opportunity"
    """Open."""
    LOST = "lost"

    @classmethod
    def of(cls, *, is_closed: bool, is_won: bool) -> Standing:
        """By Salesforce's `IsClosed` and `IsWon`, which follow from the stage."""
        if not is_closed:
            return cls.OPPORTUNITY
        return cls.CUSTOMER if is_won else cls.LOST

    @property
    def wish(self) -> str:
        """By which a change tells a contact of it."""
        return f"{PREFIX}{self.value}"


def wished_standings(names: Collection[str]) -> frozenset[Standing]:
    """Those that names in a change tell of."""
    return frozenset(standing for standing in Standing if standing.wish in names)


def stage_after(
    current: str | None,
    standings: Collection[Standing],
    stages: Sequence[str],
    settings: Mapping[str, str | bool],
) -> str | None:
    """The stage to set; None when the contact keeps the one it has.

    `standings` are those of its opportunities, `stages` the property's options in the portal's order, `settings` those
    of `settings/contact`. A stage that is not among them (any more) is nobody's to judge: such a contact is left alone.
    """
    wanted = _wanted(standings, settings)
    if not settings["enabled"] or wanted not in stages:
        return None
    if current is None:
        return wanted
    is_forward = current in stages and stages.index(wanted) > stages.index(current)
    return wanted if is_forward else None


def _wanted(standings: Collection[Standing], settings: Mapping[str, str | bool]) -> str:
    """A won opportunity counts more than an open one."""
    for standing in (Standing.CUSTOMER, Standing.OPPORTUNITY):
        if standing in standings:
            return str(settings[standing])
    return ""
