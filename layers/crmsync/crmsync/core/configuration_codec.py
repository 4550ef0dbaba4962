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
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.option_map import OptionMap
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs import PAIRS
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
        **({} if pair.mappings == pair.object_pair.mappings else {"mappings": _encode_mappings(pair.mappings)}),
    }


def _encode_mappings(mappings: Iterable[FieldMapping]) -> list[dict[str, Any]]:
    return [_encode_mapping(mapping) for mapping in mappings]


def _decode_pair(body: Mapping[str, Any]) -> PairConfiguration:
    object_pair = PAIRS[body["name"]]
    own = body.get("mappings")
    return PairConfiguration(
        object_pair=object_pair,
        mappings=object_pair.mappings if own is None else tuple(map(_decode_mapping, own)),
        settings=PairSettings(**body["settings"]),
        hubspot_stamps=tuple(body["hubspot_stamps"]),
        list_chosen_at=int(body.get("list_chosen_at", 0)),
        enabled_at=int(body.get("enabled_at", 0)),
        person_accounts=bool(body.get("person_accounts", False)),
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
        **({} if mapping.options is None else {"options": asdict(mapping.options)}),
        **({} if mapping.transform is None else {"transform": asdict(mapping.transform)}),
        **({} if mapping.time_zone == "UTC" else {"time_zone": mapping.time_zone}),
        **({} if mapping.reference is None else {"reference": list(astuple(mapping.reference))}),
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
        transform=Transform(**body["transform"]) if "transform" in body else None,
    )


def _decode_reference(body: Sequence[Any] | None) -> Reference | None:
    if body is None:
        return None
    pair, hubspot_type, salesforce_type, kind = body
    return Reference(pair, hubspot_type, salesforce_type, AssociationKind(*kind))


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
