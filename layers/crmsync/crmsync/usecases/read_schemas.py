"""Reads the live schemas of the pairs that are switched on, and says which of them the portal or the org lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from crmsync.core.failure import Consequence, CrmError
from crmsync.core.mapping import FieldType
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.mappings import Schemas
from crmsync.core.parked import Category
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmAccess

Fields = Mapping[str, Mapping[str, FieldType]]
"""By object type and name."""


class ReadSchemas(NamedTuple):
    """`lacking` are the names of the pairs that cannot be read, `refusals` what to tell of them."""

    schemas: Schemas
    lacking: frozenset[str]
    refusals: tuple[Refusal, ...]


def read_schemas(pairs: Sequence[ObjectPair], access: CrmAccess) -> ReadSchemas:
    """One call a pair to HubSpot, and one for 25 objects to Salesforce; where an object is lacking there, one a pair.

    Raises CrmError when a CRM does not answer, and of pairs that are on without any parameter for other reasons too.
    """
    refusals: dict[str, Refusal] = {}
    hubspot = _each(
        pairs, "HubSpot", lambda pair: {pair.hubspot_type: access.hubspot.schema(pair.hubspot_type)}, refusals
    )
    salesforce = _of_salesforce(pairs, access, refusals)
    return ReadSchemas(Schemas(hubspot, salesforce), frozenset(refusals), tuple(refusals.values()))


def _of_salesforce(pairs: Sequence[ObjectPair], access: CrmAccess, refusals: dict[str, Refusal]) -> Fields:
    try:
        return access.salesforce.schemas(list(dict.fromkeys(name for pair in pairs for name in pair.salesforce_types)))
    except CrmError as error:
        if not is_lacking(error):
            raise
    return _each(pairs, "Salesforce", lambda pair: access.salesforce.schemas([*pair.salesforce_types]), refusals)


def _each(
    pairs: Sequence[ObjectPair], system: str, read: Callable[[ObjectPair], Fields], refusals: dict[str, Refusal]
) -> Fields:
    found: dict[str, Mapping[str, FieldType]] = {}
    for pair in pairs:
        try:
            found.update(read(pair))
        except CrmError as error:
            if not is_lacking(error) or pair.settings.enabled:
                raise
            refusals.setdefault(pair.name, _refusal(pair, system, error))
    return found


def is_lacking(error: CrmError) -> bool:
    """Whether the CRM answered that it has no such object, or does not show it to us."""
    failure = error.failure
    return failure.consequence is Consequence.BAD_CONFIGURATION and failure.category == Category.PERMISSIONS


def _refusal(pair: ObjectPair, system: str, error: CrmError) -> Refusal:
    objects = pair.hubspot_type if system == "HubSpot" else " or ".join(pair.salesforce_types)
    advice = error.failure.fix or f"Give crmsync's user access to {objects} in {system}."
    fix = f"{advice} Or leave the pair switched off."
    return Refusal(pair.parameter, "/enabled", f"{system} shows crmsync no {objects}: {error.failure.message}", fix)
