"""Checks of the HubSpot side: the token's scopes and crmsync's own properties."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from crmsync.core.doctor.check import Check, failed, listed, ok, warning
from crmsync.core.hubspot_scopes import SCOPES, Scope
from crmsync.core.object_pair import ObjectPair
from crmsync.core.own_properties import OwnProperty

SCOPES_CHECK = "HubSpot scopes"
PROPERTIES_CHECK = "HubSpot properties"

Known = Mapping[str, tuple[str, str]]
"""Type and field type by property name."""


def check_scopes(granted: Collection[str] | None, wanted: Sequence[Scope] = SCOPES) -> Check:
    if granted is None:
        fix = f"Compare the app's scopes with these: {', '.join(scope.name for scope in wanted)}."
        return warning(SCOPES_CHECK, "HubSpot does not tell the scopes of this token", fix)
    missing = [scope for scope in wanted if scope.name not in granted]
    if not missing:
        return ok(SCOPES_CHECK, f"all {len(wanted)} granted")
    found = "missing: " + "; ".join(f"{scope.name} ({scope.used_for})" for scope in missing)
    fix = "Add them to the app in HubSpot, then put its new token into crmsync's secret."
    return (failed if any(scope.is_needed for scope in missing) else warning)(SCOPES_CHECK, found, fix)


def missing_properties(pair: ObjectPair, known: Known) -> tuple[OwnProperty, ...]:
    """Those of crmsync's own properties that the portal lacks."""
    return tuple(own for own in pair.setup_properties if own.name not in known)


def foreign_properties(pair: ObjectPair, known: Known) -> dict[str, str]:
    """By name, what is wrong with a property that is there with another type: `number instead of string`."""
    return {
        own.name: f"{known[own.name][0]} instead of {own.type}"
        for own in pair.setup_properties
        if own.name in known and known[own.name][0] != own.type
    }


def check_properties(seen: Sequence[tuple[ObjectPair, Known]]) -> Check:
    """Of the pairs that are switched on."""
    foreign = [f"{name} is {wrong}" for pair, known in seen for name, wrong in foreign_properties(pair, known).items()]
    missing = [own.name for pair, known in seen for own in missing_properties(pair, known)]
    count = sum(len(pair.setup_properties) for pair, _ in seen)
    if foreign:
        fix = "crmsync does not touch them. Rename or delete them in HubSpot, then run `crmsync setup`."
        return warning(PROPERTIES_CHECK, "of another type: " + "; ".join(foreign), fix)
    if missing:
        return warning(
            PROPERTIES_CHECK, "missing: " + listed(missing, count), "Run `crmsync setup`, which creates them."
        )
    return ok(PROPERTIES_CHECK, f"all {count} there")
