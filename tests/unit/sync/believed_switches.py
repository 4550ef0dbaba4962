"""The switches of the simulators, each with what it may be instead of its default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from crmsync.core.record import Side

from sandbox.hubspot.settings import HubspotSettings
from sandbox.salesforce.settings import SalesforceSettings

OF_THE_SCENE = {"is_set_up", "app_token_state", "convert_action"}
"""They say what there is, not how it behaves."""

NUMBERS: dict[Side, dict[str, list[Any]]] = {
    Side.HUBSPOT: {
        "search_per_second": [4],
        "webhook_batch_max": [1],
        "history_limit": [1],
        "association_page": [1],
        "association_read_limit": [100],
        "default_lifecyclestage": [""],
    },
    Side.SALESFORCE: {
        "upsert_update_status": [204],
        "gap_overflow_above": [1],
        "person_change_origin": ["com/salesforce/api/soap/62.0;client=SfdcInternalAPI/"],
        "session_lifetime_s": [60.0],
    },
}


class Switch(NamedTuple):
    side: Side
    name: str
    value: Any

    def __str__(self) -> str:
        return f"{self.side}-{self.name}-{self.value}"


def _others(default: object, hint: Any) -> list[Any]:
    if isinstance(default, bool):
        return [not default]
    return [one for one in get_args(hint) if one != default] if get_origin(hint) is Literal else []


def _switches() -> Iterator[Switch]:
    for side, settings in ((Side.HUBSPOT, HubspotSettings), (Side.SALESFORCE, SalesforceSettings)):
        hints, defaults = get_type_hints(settings), settings()
        for one in fields(settings):
            values = [*_others(getattr(defaults, one.name), hints[one.name]), *NUMBERS[side].get(one.name, [])]
            if one.name not in OF_THE_SCENE:
                yield from (Switch(side, one.name, value) for value in values)


SWITCHES = tuple(_switches())
