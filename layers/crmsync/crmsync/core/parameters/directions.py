"""Which way the records of a pair cross, where `types` says so: in its settings, and in the rules of its mappings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.pair_settings import Direction, PairSettings
from crmsync.core.pairs.engagements import ENGAGEMENT_NAMES
from crmsync.core.parameters.documents import Document

_RULES: Mapping[Direction, Rule] = {
    Direction.TO_HUBSPOT: Rule.ALWAYS_SALESFORCE,
    Direction.TO_SALESFORCE: Rule.ALWAYS_HUBSPOT,
}


def direction_of(name: str, settings: PairSettings) -> Direction:
    return Direction(settings.types.get(name, Direction.BOTH))


def with_direction(name: str, settings: PairSettings) -> PairSettings:
    """What does not cross to a side makes nothing there."""
    direction = direction_of(name, settings)
    return replace(
        settings,
        enabled=settings.enabled and direction is not Direction.OFF,
        create_in_hubspot=settings.create_in_hubspot and direction is not Direction.TO_SALESFORCE,
        create_in_salesforce=settings.create_in_salesforce if direction is not Direction.TO_HUBSPOT else None,
    )


def engaged(document: Document) -> set[str]:
    """By `settings/task`, the names of what Salesforce is told of HubSpot's people."""
    chosen = document.get("types", {}) if document.get("enabled") else {}
    return {name for name in ENGAGEMENT_NAMES if chosen.get(name) == Direction.TO_SALESFORCE}


def directed(name: str, settings: PairSettings, mappings: Iterable[FieldMapping]) -> tuple[FieldMapping, ...]:
    """Of records that cross one way, every field that syncs has the rule of that way."""
    rule = _RULES.get(direction_of(name, settings))
    if rule is None:
        return tuple(mappings)
    return tuple(one if one.rule is Rule.DONT_SYNC else replace(one, rule=rule) for one in mappings)
