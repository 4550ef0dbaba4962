"""Compiles what the parameters say of one object pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from crmsync.core.configuration import PairConfiguration
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.documents import Document
from crmsync.core.parameters.lifecycle import lifecycle_refusals
from crmsync.core.parameters.mappings import Schemas, merge_mappings
from crmsync.core.parameters.settings import pair_settings, settings_parameter
from crmsync.core.person_account import has_person_accounts
from crmsync.core.refusal import Refusal


def compile_pair(
    pair: ObjectPair, documents: Mapping[str, Document], schemas: Schemas, enabled: Collection[str]
) -> tuple[PairConfiguration, list[Refusal]]:
    """`documents` are all that could be read, by parameter; `enabled` the pairs that are switched on."""
    parameter = settings_parameter(pair)
    settings = pair_settings(pair, documents.get(parameter, {}))
    mappings, refusals = merge_mappings(
        pair,
        pair.defaults(enabled),
        {name: document for name, document in documents.items() if _maps(name, pair)},
        schemas,
        {name: document for name, document in documents.items() if name.startswith("options/")},
    )
    known = schemas.hubspot.get(pair.hubspot_type, {})
    compiled = PairConfiguration(
        object_pair=pair,
        mappings=mappings,
        settings=settings,
        hubspot_stamps=tuple(own.name for own in pair.stamps if own.name in known and known[own.name].writable),
        person_accounts=has_person_accounts(schemas.salesforce.get(pair.marks_person_accounts, {})),
    )
    refusals += lifecycle_refusals(parameter, settings, known, mappings)
    if settings.enabled and known:
        refusals += _lacking_id(pair, parameter, known)
    return compiled, refusals


def _maps(parameter: str, pair: ObjectPair) -> bool:
    return parameter == f"mappings/{pair.name}" or parameter.startswith(f"mappings/{pair.name}/")


def _lacking_id(pair: ObjectPair, parameter: str, known: Mapping[str, object]) -> Iterator[Refusal]:
    """Without the unique property, a creation whose answer was lost could not be found again."""
    missing = [name for name in pair.id_properties.values() if name not in known] if pair.is_unique else []
    if missing:
        reason = f"HubSpot has no {pair.hubspot_type} property {missing[0]}, by which crmsync finds what it created."
        yield Refusal(parameter, "/enabled", reason, "Run `crmsync setup`, which creates it, or let it be false.")
