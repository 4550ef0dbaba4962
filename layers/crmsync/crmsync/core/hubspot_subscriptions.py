"""The webhook subscriptions of the object types that are synced, as the project file has them.

https://developers.hubspot.com/docs/apps/developer-platform/add-features/configure-webhooks
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.core.configuration import Configuration
from crmsync.core.mapped_field import mapped_properties
from crmsync.core.mapping import FieldMapping, Rule

Subscriptions = Mapping[str, Sequence[str]]
"""By object type, the properties of which changes are wanted."""

Json = dict[str, Any]

_EVENTS = ("object.creation", "object.deletion", "object.restore", "object.merge")
_ASSOCIATION = "object.associationChange"
_ERASURE = "contact.privacyDeletion"
"""Has no generic form."""

_WORDS = {"meeting": "meeting_event"}
"""Where a subscription calls a type otherwise than the rest of the API."""

_NOT_OFFERED = {"email": frozenset({"hs_email_html", "hs_email_subject"})}
"""Properties of which HubSpot sends no changes: the poll finds them."""


def is_announced(mapping: FieldMapping, hubspot_type: str) -> bool:
    """Whether webhooks tell of changes of all properties of that mapping."""
    return not mapped_properties([mapping]) & _NOT_OFFERED.get(hubspot_type, frozenset())


def wanted_subscriptions(configuration: Configuration) -> dict[str, list[str]]:
    """Every mapped property that may move, of the pairs that are switched on; crmsync's own stamps are never mapped."""
    enabled = configuration.enabled_pairs
    return {
        pair.hubspot_type: sorted(
            mapped_properties(one for one in pair.mappings if one.rule is not Rule.DONT_SYNC and one.is_property)
            - _NOT_OFFERED.get(pair.hubspot_type, frozenset())
        )
        for pair in enabled
    }


def subscriptions_json(wanted: Subscriptions) -> Json:
    """The three families of the webhooks file. Associations matter where there is more than one object type."""
    events = (*_EVENTS, _ASSOCIATION) if len(wanted) > 1 else _EVENTS
    generic = [entry for object_type in wanted for entry in _generic(object_type, events, wanted[object_type])]
    erasure = [{"subscriptionType": _ERASURE, "active": True}] if "contact" in wanted else []
    return {"crmObjects": generic, "legacyCrmObjects": [], "hubEvents": erasure}


def _generic(object_type: str, events: Sequence[str], properties: Sequence[str]) -> list[Json]:
    whole = [_subscription(event, object_type) for event in events]
    changes = [{**_subscription("object.propertyChange", object_type), "propertyName": name} for name in properties]
    return whole + changes


def _subscription(event: str, object_type: str) -> Json:
    return {"subscriptionType": event, "objectType": _WORDS.get(object_type, object_type), "active": True}
