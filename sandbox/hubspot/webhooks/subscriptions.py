"""What the app subscribed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST_ID = 2_700_001
EVENTS = ("creation", "deletion", "propertyChange", "merge", "restore", "privacyDeletion", "associationChange")


class BadSubscriptionError(ValueError):
    """A subscription is not one that HubSpot knows; the message says why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """`type` is `contact.propertyChange` or, generic, `object.propertyChange` with an object type id."""

    id: int
    type: str
    event: str
    object: str
    """The singular (`contact`), or the object type id of a generic subscription."""
    property_name: str | None = None

    @property
    def generic(self) -> bool:
        return self.type.startswith("object.")


def subscription(number: int, description: Mapping[str, Any]) -> Subscription:
    """Raises BadSubscriptionError."""
    kind = str(description.get("subscriptionType") or description.get("eventType") or "")
    prefix, _, event = kind.partition(".")
    if not prefix or event not in EVENTS:
        raise BadSubscriptionError(f"subscriptionType {kind!r}: must be <object>.<{'|'.join(EVENTS)}>")
    generic = prefix == "object"
    if generic and not description.get("objectTypeId"):
        raise BadSubscriptionError(f"subscriptionType {kind!r}: objectTypeId is missing")
    about = str(description["objectTypeId"]) if generic else prefix
    return Subscription(FIRST_ID + number, kind, event, about, description.get("propertyName"))


class Subscriptions:
    """The given ones, or (None) every `contact.*` event, and every `object.*` event of the other types, with one
    subscription a property, as they appear.
    """

    def __init__(self, descriptions: Iterable[Mapping[str, Any]] | None) -> None:
        self._everything = descriptions is None
        listed = descriptions or ()
        active = [description for description in listed if description.get("active", True)]
        self._given = [subscription(number, description) for number, description in enumerate(active)]
        self._made: dict[tuple[str, str, str | None], Subscription] = {}

    def matching(self, event: str, singular: str, type_id: str, name: str | None = None) -> list[Subscription]:
        """The subscriptions that want this event (of this property)."""
        if self._everything:
            return [self._own(event, singular, type_id, name)]
        return [
            one
            for one in self._given
            if one.event == event and one.object in {singular, type_id} and one.property_name in {None, name}
        ]

    def _own(self, event: str, singular: str, type_id: str, name: str | None) -> Subscription:
        key = (event, type_id, name)
        if key not in self._made:
            number = FIRST_ID + len(self._made)
            prefix, about = ("contact", "contact") if singular == "contact" else ("object", type_id)
            self._made[key] = Subscription(number, f"{prefix}.{event}", event, about, name)
        return self._made[key]
