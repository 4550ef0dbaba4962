"""The lifecycle stage that a contact's opportunities ask for: forward only, and never because of a lost one.

It counts what the contact has a role in (Salesforce's OpportunityContactRole). Whoever syncs an opportunity or a role
gives all of the contact's opportunities, so that the stage is the same in whatever order they come; what comes out is
one more value to be written to the HubSpot contact.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitycontactrole.htm
https://knowledge.hubspot.com/records/use-lifecycle-stages
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LIFECYCLE_STAGE = "lifecyclestage"
"""HubSpot's property."""


class Standing(StrEnum):
    """Of an opportunity. The first two name the stage that they ask for in the settings."""

    CUSTOMER = "customer"
    """Closed and won."""
    OPPORTUNITY = "opportunity"
    """Open."""
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Opportunity:
    """As Salesforce shows it: `IsClosed` and `IsWon` follow from its stage."""

    is_closed: bool
    is_won: bool

    @property
    def standing(self) -> Standing:
        if self.is_won:
            return Standing.CUSTOMER
        return Standing.LOST if self.is_closed else Standing.OPPORTUNITY


def stage_after(
    current: str | None,
    opportunities: Collection[Opportunity],
    stages: Sequence[str],
    settings: Mapping[str, str | bool],
) -> str | None:
    """The stage to set; None when the contact keeps the one it has.

    `stages` are the property's options in the portal's order, `settings` those of `settings/contact`. A stage that is
    not among them (any more) is nobody's to judge: such a contact is left alone.
    """
    wanted = _wanted({one.standing for one in opportunities}, settings)
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
