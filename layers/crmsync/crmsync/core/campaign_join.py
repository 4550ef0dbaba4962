"""Which people of HubSpot become members of a Salesforce campaign, by a parameter `campaigns/<name>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.record import Millis

PREFIX = "campaigns/"
CAMPAIGN_JOINED = "campaign_join"
"""The cause of a change: the contact joined a list whose people join a campaign."""


class OpenCampaign(NamedTuple):
    """A campaign as Salesforce has it. `statuses` are those that a member may have."""

    name: str
    is_active: bool
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignJoin:
    """Whoever joins the HubSpot list, or submits the form, becomes a member of the campaign, with that status (None:
    the campaign's default). Of `list_id` and `form_id` one is empty.

    `chosen_at`: since when; who was in the list before does not join the campaign because of it.
    """

    name: str
    list_id: str
    campaign_id: str
    form_id: str = ""
    status: str | None = None
    status_property: str | None = None
    """The HubSpot property that goes with the status of the campaign's members."""
    chosen_at: Millis = 0

    @property
    def source_id(self) -> str:
        """Of the list or the form."""
        return self.list_id or self.form_id

    @property
    def wish(self) -> str:
        """By which a change says that its contact joined: the parameter's name."""
        return f"{PREFIX}{self.name}"
