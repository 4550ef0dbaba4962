"""Compiles what the parameters say of one object pair."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from crmsync.core.configuration import PairConfiguration
from crmsync.core.mapping import FieldMapping, Kind
from crmsync.core.match_key import MatchBy
from crmsync.core.object_pair import ObjectPair
from crmsync.core.parameters.currencies import currency_refusals
from crmsync.core.parameters.directions import directed
from crmsync.core.parameters.documents import Document
from crmsync.core.parameters.lifecycle import lifecycle_refusals, lifecycle_stages
from crmsync.core.parameters.mappings import Schemas, merge_mappings
from crmsync.core.parameters.pipelines import pipeline_map, pipeline_refusals
from crmsync.core.parameters.settings import pair_settings
from crmsync.core.parameters.told_by import told_by_refusals
from crmsync.core.person_account import has_person_accounts
from crmsync.core.processes import Processes
from crmsync.core.refusal import Refusal

_TEXTS = frozenset({Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL})


def compile_pair(
    pair: ObjectPair,
    documents: Mapping[str, Document],
    schemas: Schemas,
    enabled: Collection[str],
    processes: Processes | None = None,
) -> tuple[PairConfiguration, list[Refusal]]:
    """`documents` are all that could be read, by parameter; `enabled` the pairs that are switched on."""
    parameter = pair.parameter
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
        mappings=directed(pair.name, settings, mappings),
        settings=settings,
        hubspot_stamps=tuple(own.name for own in pair.stamps if own.name in known and known[own.name].writable),
        lifecycle_stages=lifecycle_stages(settings, known),
        person_accounts=has_person_accounts(schemas.salesforce.get(pair.marks_person_accounts, {})),
    )
    refusals += lifecycle_refusals(parameter, settings, known, mappings)
    refusals += _key_no_text(compiled, parameter)
    refusals += told_by_refusals(compiled, schemas.salesforce.get(compiled.salesforce_types[0], {}))
    if settings.enabled and known:
        refusals += _lacking_id(pair, parameter, known)
    if processes is None:
        return compiled, refusals
    said = documents.get(pipelines_parameter(pair), {})
    refusals += currency_refusals(pair, settings, known, processes)
    refusals += pipeline_refusals(pipelines_parameter(pair), said, processes)
    return _staged(compiled, said, processes), refusals


def _staged(pair: PairConfiguration, said: Document, processes: Processes) -> PairConfiguration:
    """With the pipelines of both CRMs, as the parameter says which stands for which, and the org's rates."""
    return replace(
        pair,
        pipelines=pipeline_map(said, processes),
        rates=processes.rates,
        mappings=tuple(_of_any_stage(one, pair.object_pair) for one in pair.mappings),
    )


def _key_no_text(pair: PairConfiguration, parameter: str) -> Iterator[Refusal]:
    """Numbers and dates look different on both sides."""
    key = pair.object_pair.match
    if key is None or key.by is not MatchBy.VALUE:
        return
    mapping = next((one for one in pair.mappings if one.hubspot in key.hubspot), None)
    kinds = {one.kind for one in (mapping.hubspot_type, *mapping.salesforce_types.values())} if mapping else set()
    if kinds - _TEXTS or (mapping is not None and mapping.hubspot_type.is_long):
        reason = f"Records cannot be recognised by {key.hubspot[0]}, which is no text of one line."
        yield Refusal(parameter, "/match", reason, "Choose a mapped pair of text fields, or null.")


def pipelines_parameter(pair: ObjectPair) -> str:
    return f"pipelines/{pair.name}"


def _of_any_stage(mapping: FieldMapping, pair: ObjectPair) -> FieldMapping:
    """The map of pipelines tells which options there are; the schema may be older than what was created just now."""
    if pair.staged is None or mapping.hubspot not in {pair.staged.pipeline, pair.staged.stage}:
        return mapping
    types = {name: replace(kind, options=()) for name, kind in mapping.salesforce_types.items()}
    return replace(mapping, hubspot_type=replace(mapping.hubspot_type, options=()), salesforce_types=types)


def _maps(parameter: str, pair: ObjectPair) -> bool:
    if pair.custom is not None:
        return parameter == pair.parameter
    return parameter == f"mappings/{pair.name}" or parameter.startswith(f"mappings/{pair.name}/")


def _lacking_id(pair: ObjectPair, parameter: str, known: Mapping[str, object]) -> Iterator[Refusal]:
    """Without the unique property, a creation whose answer was lost could not be found again."""
    missing = [name for name in pair.id_properties.values() if name not in known] if pair.is_unique else []
    if missing:
        reason = f"HubSpot has no {pair.name} property {missing[0]}, by which crmsync finds what it created."
        yield Refusal(parameter, "/enabled", reason, "Run `crmsync setup`, which creates it, or let it be false.")
