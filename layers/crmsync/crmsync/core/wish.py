"""Names in a change that are no fields: what is to be done for the record besides looking at it."""

from __future__ import annotations

from crmsync.core.campaign_join import PREFIX as CAMPAIGN
from crmsync.core.lifecycle import PREFIX as LIFECYCLE


def is_wish(name: str) -> bool:
    """Whether it says that the contact is to join a campaign, or to move on in its lifecycle."""
    return name.startswith((CAMPAIGN, LIFECYCLE))
