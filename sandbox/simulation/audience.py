"""The inclusion list of one seed, where it has one: a property by which people move contacts in and out."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from crmsync.core.record import Millis, Side

from sandbox.simulation.administrator import Administrator
from sandbox.simulation.crm_user import HubspotUser
from sandbox.simulation.people import People

LISTED = 0.25
"""The share of seeds with an inclusion list."""

CHOSEN_AT_ONCE = 0.5
PROPERTY, INSIDE = "audience", "in"
LAGS = (0, 0, 20, 50)
MOVES = (5, 30)
JOINS = 0.6


class Move(NamedTuple):
    """HubSpot takes it into account when its lag is over."""

    at: Millis
    contact_id: str
    joins: bool


@dataclass(slots=True)
class Audience:
    """`moves` are all that were made, in their order; `is_used` says whether the seed has a list at all."""

    rng: Random
    user: HubspotUser
    administrator: Administrator
    is_used: bool = False
    is_chosen_at_once: bool = False
    moves: list[Move] = field(default_factory=list)
    _list_id: str = ""

    def __post_init__(self) -> None:
        self.is_used = self.rng.random() < LISTED
        self.is_chosen_at_once = self.is_used and self.rng.random() < CHOSEN_AT_ONCE
        if self.is_used:
            self._make_list()
        if self.is_chosen_at_once:
            self.choose()

    def choose(self) -> None:
        self.administrator.choose_list(self._list_id)

    def move(self, people: People, now: Millis) -> None:
        """Somebody of HubSpot joins or leaves."""
        contacts = [known for known in people.records if known.side is Side.HUBSPOT]
        if not contacts:
            return
        contact, joins = self.rng.choice(contacts), self.rng.random() < JOINS
        if self.user.edit(contact.id, {PROPERTY: INSIDE if joins else None}):
            self.moves.append(Move(now, contact.id, joins))

    def _make_list(self) -> None:
        self.user.control("settings", {"list_lag_s": self.rng.choice(LAGS)})
        own: dict[str, Any] = {"name": PROPERTY, "label": "Audience", "type": "string", "fieldType": "text"}
        self._make("/crm/v3/properties/contacts", {**own, "groupName": "contactinformation"})
        made = self._make(
            "/crm/v3/lists",
            {"name": "Audience", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": _filters()},
        )
        self._list_id = str(made["list"]["listId"])

    def _make(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        response = self.user.send("POST", path, body)
        if response.status not in {200, 201}:
            raise AssertionError(f"{path}: {response.json()}")
        return dict(response.json())


def _filters() -> dict[str, Any]:
    operation = {"operationType": "MULTISTRING", "operator": "IS_EQUAL_TO", "values": [INSIDE]}
    condition = {"filterType": "PROPERTY", "property": PROPERTY, "operation": operation}
    both = {"filterBranchType": "AND", "filters": [condition], "filterBranches": []}
    return {"filterBranchType": "OR", "filters": [], "filterBranches": [both]}
