"""The options of one property, which HubSpot takes as a whole.

https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
"""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.campaign_options import Option


def read_options(api: HubspotApi, object_type: str, name: str) -> list[Option]:
    found = api.get(api.paths.property(object_type, name), "property_options")
    listed = sorted(found.get("options") or (), key=lambda option: int(option.get("displayOrder") or 0))
    return [Option(str(one["value"]), str(one["label"]), bool(one.get("hidden"))) for one in listed]


def write_options(api: HubspotApi, object_type: str, name: str, options: Sequence[Option]) -> None:
    listed = [
        {"label": option.label, "value": option.value, "displayOrder": place, "hidden": option.hidden}
        for place, option in enumerate(options)
    ]
    api.edit("PATCH", api.paths.property(object_type, name), {"options": listed}, "set_property_options")
