"""Associations: HubSpot's links between two records. Each has one kind or more, and goes both ways.

https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.record import RecordRef

HUBSPOT_DEFINED = "HUBSPOT_DEFINED"


class AssociationKind(NamedTuple):
    """A type of association in one direction. Its number means nothing without the category, and its label may be
    renamed at any time.
    """

    type_id: int
    category: str = HUBSPOT_DEFINED

    @property
    def is_label(self) -> bool:
        """Of the portal's or an app's own: it goes by itself, and the association without label stays."""
        return self.category != HUBSPOT_DEFINED


PRIMARY_COMPANY = {"contact": AssociationKind(1), "deal": AssociationKind(5), "ticket": AssociationKind(26)}
"""From such a record to its primary company; a new one takes the place of the old one, which stays associated."""

CONTACT = {
    "ticket": AssociationKind(16),
    "call": AssociationKind(194),
    "email": AssociationKind(198),
    "meeting": AssociationKind(200),
    "note": AssociationKind(202),
    "task": AssociationKind(204),
}
"""From such a record to any of its contacts."""

COMPANY = {
    "call": AssociationKind(182),
    "email": AssociationKind(186),
    "meeting": AssociationKind(188),
    "note": AssociationKind(190),
    "task": AssociationKind(192),
}
"""From an activity to any of its companies."""

DEAL = {
    "call": AssociationKind(206),
    "email": AssociationKind(210),
    "meeting": AssociationKind(212),
    "note": AssociationKind(214),
    "task": AssociationKind(216),
}
"""From an activity to any of its deals."""

TICKET = {
    "call": AssociationKind(220),
    "email": AssociationKind(224),
    "meeting": AssociationKind(226),
    "note": AssociationKind(228),
    "task": AssociationKind(230),
}
"""From an activity to any of its tickets."""
CONTACT_OF_DEAL = AssociationKind(3)
"""From a deal to any of its contacts."""

PARENT_COMPANY = AssociationKind(14)
"""From a company to its parent company; a new one takes the place of the old one."""


class Association(NamedTuple):
    """To be made, or to be taken away. Without kinds: the unlabelled one to be made, the whole one to be taken away."""

    start: RecordRef
    end: RecordRef
    kinds: tuple[AssociationKind, ...] = ()


class Associated(NamedTuple):
    """A record at the other end, with the kinds in the direction that was asked for."""

    ref: RecordRef
    kinds: frozenset[AssociationKind]
