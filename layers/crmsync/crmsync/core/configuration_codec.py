"""The JSON form of a compiled configuration, as the Config item holds it; what equals its default is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, fields
from typing import Any

from crmsync.core.association import AssociationKind
from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.configuration import (
    Configuration,
    GlobalSettings,
    PairConfiguration,
    QuotaSettings,
)
from crmsync.core.custom_object import CustomObject, Lookup
from crmsync.core.engagement import Engagement
from crmsync.core.exchange import ExchangeRate
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.members import Members
from crmsync.core.option_map import OptionMap
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs import PAIRS
from crmsync.core.pairs.custom import custom_pair
from crmsync.core.pipeline_map import MappedPipeline, MappedStage, PipelineMap
from crmsync.core.reference import Reference
from crmsync.core.transforms.transform import Transform


def encode_configuration(configuration: Configuration) -> dict[str, Any]:
    """JSON-ready; `decode_configuration` is its inverse."""
    return {
        "version": configuration.version,
        "pairs": {name: _encode_pair(pair) for name, pair in configuration.pairs.items()},
        "global": _lean(configuration.global_settings, GlobalSettings()),
        "quotas": {side: _lean(quota, QuotaSettings()) for side, quota in configuration.quotas.items()},
        **({"campaign_joins": joins} if (joins := [asdict(one) for one in configuration.campaign_joins]) else {}),
    }


def decode_configuration(body: Mapping[str, Any]) -> Configuration:
    """Raises KeyError, TypeError or ValueError for what `encode_configuration` did not make."""
    return Configuration(
        version=int(body["version"]),
        pairs={name: _decode_pair(pair) for name, pair in body["pairs"].items()},
        global_settings=GlobalSettings(**body["global"]),
        quotas={side: QuotaSettings(**quota) for side, quota in body["quotas"].items()},
        campaign_joins=tuple(_decode_join(join) for join in body.get("campaign_joins", ())),
    )


def _decode_join(body: Mapping[str, Any]) -> CampaignJoin:
    return CampaignJoin(**{**body, "chosen_at": int(body["chosen_at"])})


def _lean(item: Any, default: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    values = ((field.name, getattr(item, field.name)) for field in fields(item))
    return {name: value for name, value in values if value != getattr(default, name)}


def _encode_pair(pair: PairConfiguration) -> dict[str, Any]:
    return {
        "name": pair.name,
        "settings": _lean(pair.settings, PairSettings()),
        "hubspot_stamps": list(pair.hubspot_stamps),
        "list_chosen_at": pair.list_chosen_at,
        "enabled_at": pair.enabled_at,
        "person_accounts": pair.person_accounts,
        **({"rates": [list(rate) for rate in pair.rates]} if pair.rates else {}),
        **({"lifecycle_stages": list(pair.lifecycle_stages)} if pair.lifecycle_stages else {}),
        **({} if pair.object_pair.custom is None else {"custom": _encode_custom(pair.object_pair.custom)}),
        **({} if pair.pipelines is None else {"pipelines": _encode_pipelines(pair.pipelines)}),
        **({} if pair.mappings == pair.object_pair.mappings else {"mappings": _encode_mappings(pair.mappings)}),
    }


def _encode_mappings(mappings: Iterable[FieldMapping]) -> list[dict[str, Any]]:
    return [_encode_mapping(mapping) for mapping in mappings]


def _decode_pair(body: Mapping[str, Any]) -> PairConfiguration:
    custom = body.get("custom")
    object_pair = PAIRS[body["name"]] if custom is None else custom_pair(_decode_custom(body["name"], custom))
    own = body.get("mappings")
    return PairConfiguration(
        object_pair=object_pair,
        mappings=object_pair.mappings if own is None else tuple(map(_decode_mapping, own)),
        settings=PairSettings(**body["settings"]),
        hubspot_stamps=tuple(body["hubspot_stamps"]),
        list_chosen_at=int(body.get("list_chosen_at", 0)),
        enabled_at=int(body.get("enabled_at", 0)),
        person_accounts=bool(body.get("person_accounts", False)),
        rates=tuple(_decode_rate(*rate) for rate in body.get("rates", ())),
        lifecycle_stages=tuple(map(str, body.get("lifecycle_stages", ()))),
        pipelines=_decode_pipelines(body.get("pipelines")),
    )


def _decode_rate(code: str, rate: Any, decimals: Any, since: str, until: str) -> ExchangeRate:  # noqa: ANN401 - DynamoDB's numbers
    return ExchangeRate(code, float(rate), int(decimals), since, until)


def _encode_pipelines(known: PipelineMap) -> list[list[Any]]:
    return [[one.pipeline, one.record_type, [list(stage) for stage in one.stages]] for one in known.pipelines]


def _decode_pipelines(body: Sequence[Any] | None) -> PipelineMap | None:
    if body is None:
        return None
    return PipelineMap(
        tuple(
            MappedPipeline(pipeline, record_type, tuple(MappedStage(*stage) for stage in stages))
            for pipeline, record_type, stages in body
        )
    )


def _encode_custom(custom: CustomObject) -> dict[str, Any]:
    lookups = [[one.key, one.field, list(astuple(one.reference))] for one in custom.lookups]
    return {**asdict(custom), "lookups": lookups, "match": list(custom.match) if custom.match else None}


def _decode_custom(name: str, body: Mapping[str, Any]) -> CustomObject:
    match = body["match"]
    return CustomObject(
        name=name,
        hubspot_type=body["hubspot_type"],
        salesforce_type=body["salesforce_type"],
        naming=body["naming"],
        match=(match[0], match[1]) if match else None,
        lookups=tuple(Lookup(key, field, _reference(reference)) for key, field, reference in body["lookups"]),
        required=tuple(body["required"]),
    )


def _encode_mapping(mapping: FieldMapping) -> dict[str, Any]:
    return {
        "hubspot": mapping.hubspot,
        "salesforce": dict(mapping.salesforce),
        "rule": mapping.rule.value,
        "hubspot_type": _encode_type(mapping.hubspot_type),
        "salesforce_types": {name: _encode_type(kind) for name, kind in mapping.salesforce_types.items()},
        "is_default": mapping.is_default,
        "to_salesforce": mapping.to_salesforce,
        **({} if mapping.options is None else {"options": _encode_options(mapping.options)}),
        **({} if mapping.transform is None else {"transform": asdict(mapping.transform)}),
        **({} if mapping.time_zone == "UTC" else {"time_zone": mapping.time_zone}),
        **({} if mapping.reference is None else {"reference": list(astuple(mapping.reference))}),
        **({} if mapping.members is None else {"members": list(mapping.members)}),
        **({} if mapping.engagement is None else {"engagement": list(mapping.engagement)}),
    }


def _decode_mapping(body: Mapping[str, Any]) -> FieldMapping:
    return FieldMapping(
        hubspot=body["hubspot"],
        salesforce=dict(body["salesforce"]),
        rule=Rule(body["rule"]),
        hubspot_type=_decode_type(body["hubspot_type"]),
        salesforce_types={name: _decode_type(kind) for name, kind in body["salesforce_types"].items()},
        is_default=bool(body["is_default"]),
        to_salesforce=bool(body["to_salesforce"]),
        options=_decode_options(body.get("options")),
        time_zone=str(body.get("time_zone", "UTC")),
        reference=_decode_reference(body.get("reference")),
        members=_decode_members(body.get("members")),
        engagement=Engagement(*body["engagement"]) if "engagement" in body else None,
        transform=Transform(**body["transform"]) if "transform" in body else None,
    )


def _decode_members(body: Sequence[Any] | None) -> Members | None:
    if body is None:
        return None
    pair, hubspot_type, salesforce_type, kind, *rows = body
    return Members(pair, hubspot_type, salesforce_type, AssociationKind(*kind), *rows)


def _decode_reference(body: Sequence[Any] | None) -> Reference | None:
    return None if body is None else _reference(body)


_LATER: tuple[Any, ...] = (False, "", ())
"""What configurations of before do not say of a reference."""


def _reference(body: Sequence[Any]) -> Reference:
    pair, hubspot_type, salesforce_type, kind, *later = body
    own_kind = None if kind is None else AssociationKind(*kind)
    is_associated, prefix, others = (*later, *_LATER[len(later) :])
    more = tuple(map(_reference, others))
    return Reference(pair, hubspot_type, salesforce_type, own_kind, is_associated, prefix, more)


def _encode_options(options: OptionMap) -> dict[str, Any]:
    return {name: value for name, value in asdict(options).items() if name != "lacking"}


def _decode_options(body: Mapping[str, Any] | None) -> OptionMap | None:
    if body is None:
        return None
    pairs = tuple((str(hubspot), str(salesforce)) for hubspot, salesforce in body["pairs"])
    return OptionMap(pairs, body["default_hubspot"], body["default_salesforce"])


def _encode_type(field_type: FieldType) -> dict[str, Any]:
    body = _lean(field_type, FieldType())
    if "parts" in body:
        body["parts"] = [[name, _encode_type(part)] for name, part in field_type.parts]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in body.items()}


def _decode_type(body: Mapping[str, Any]) -> FieldType:
    known = dict(body)
    if "kind" in known:
        known["kind"] = Kind(known["kind"])
    if "options" in known:
        known["options"] = tuple(known["options"])
    if "codes" in known:
        known["codes"] = tuple(map(tuple, known["codes"]))
    if "parts" in known:
        known["parts"] = tuple((name, _decode_type(part)) for name, part in known["parts"])
    return FieldType(**known)
