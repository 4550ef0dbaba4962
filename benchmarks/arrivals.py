"""The kinds of arrival: by which feed a contact's change comes to crmsync, and from which side."""

from __future__ import annotations

from enum import Enum

from crmsync.core.record import Side

TOLD_BY_MESSAGE = {"Contact": ["Email", "FirstName", "LastName", "Title"]}
"""The fields that an administrator chose for the Outbound Message, by object."""


CRM_NAMES = {Side.HUBSPOT: "HubSpot", Side.SALESFORCE: "Salesforce"}


class Arrival(Enum):
    """`side` is where the change was made, `how` goes on after it in the name of a row."""

    WEBHOOK = "by webhook", Side.HUBSPOT
    CHANGE_EVENT = "by change event", Side.SALESFORCE
    OUTBOUND_MESSAGE = "by Outbound Message", Side.SALESFORCE
    HUBSPOT_POLL = "by poll", Side.HUBSPOT
    SALESFORCE_POLL = "by poll", Side.SALESFORCE

    def __init__(self, how: str, side: Side) -> None:
        self.how = how
        self.side = side

    def of(self, what: str) -> str:
        """`change in` becomes “change in HubSpot, by webhook”."""
        return f"{what} {CRM_NAMES[self.side]}, {self.how}"


POLLS = (Arrival.HUBSPOT_POLL, Arrival.SALESFORCE_POLL)
