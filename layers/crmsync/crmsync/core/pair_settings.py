"""The settings of one object pair: the keys of `settings/<pair>` in Parameter Store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """Which way the records of a pair cross."""

    BOTH = "both"
    TO_HUBSPOT = "to_hubspot"
    TO_SALESFORCE = "to_salesforce"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class PairSettings:
    """The defaults are the contacts'; those of another pair are in its `ObjectPair.settings`."""

    enabled: bool = True
    create_in_hubspot: bool = True
    create_in_salesforce: str | None = "contact"
    """The Salesforce object to create, in lower case (`contact`, `lead`, `account`); None for no creation there."""
    inclusion_list_id: str | None = None
    salesforce_filter: str | None = None
    on_salesforce_delete: str = "keep"
    on_hubspot_delete: str = "keep"
    types: Mapping[str, str] = field(default_factory=dict)
    """Of activities, by pair: the Direction of each. What is not named syncs both ways."""
    told_by: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of activities, by pair: the `field` of Task and the `value` in it by which its tasks are told as well."""
    convert_amounts_to: str | None = None
    """HubSpot's currency of all amounts that come from Salesforce; None: each keeps its own. See `exchange_plan`."""
    required_fallbacks: Mapping[str, str | None] = field(
        default_factory=lambda: {"LastName": "[not provided]", "Company": "[not provided]"}
    )
    lifecycle: Mapping[str, str | bool] = field(
        default_factory=lambda: {"enabled": False, "opportunity": "opportunity", "customer": "customer"}
    )
    """Of contacts alone; see `lifecycle`."""
