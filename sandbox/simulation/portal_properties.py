"""The properties that crmsync's set-up creates in a portal, made by an administrator of the simulated one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import GROUP, GROUP_LABEL, OwnProperty
from crmsync.core.pairs import PAIRS

from sandbox.simulation.crm_user import HubspotUser

PROPERTIES = "/crm/v3/properties"
_YES_NO = ({"label": "Yes", "value": "true"}, {"label": "No", "value": "false"})


def add_own_properties(user: HubspotUser) -> None:
    """Those that are there already stay as they are."""
    for path, body in own_properties():
        user.send("POST", path, body)


def add_properties(user: HubspotUser, object_type: str, properties: Iterable[OwnProperty]) -> None:
    """Of one object type."""
    for path, body in _of_type(object_type, properties):
        user.send("POST", path, body)


def own_properties() -> list[tuple[str, dict[str, Any]]]:
    """Path and body of each POST: the group, then its properties."""
    return [post for pair in PAIRS.values() for post in _of_pair(pair)]


def _of_pair(pair: ObjectPair) -> Iterator[tuple[str, dict[str, Any]]]:
    return _of_type(pair.hubspot_type, pair.setup_properties)


def _of_type(object_type: str, properties: Iterable[OwnProperty]) -> Iterator[tuple[str, dict[str, Any]]]:
    path = f"{PROPERTIES}/{object_type}"
    yield f"{path}/groups", {"name": GROUP, "label": GROUP_LABEL}
    yield from ((path, _body(own)) for own in properties)


def _body(own: OwnProperty) -> dict[str, Any]:
    """https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide"""
    options = [{"label": value, "value": value} for value in own.options]
    return {
        "name": own.name,
        "label": own.label,
        "groupName": GROUP,
        "type": own.type,
        "fieldType": own.field_type,
        "options": list(_YES_NO) if own.type == "bool" else options,
        **({"hasUniqueValue": True} if own.is_unique else {}),
    }
