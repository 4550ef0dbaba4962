"""Settings and quotas: from documents in the right shape to what the code uses, defaults filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

from crmsync.core.configuration import GlobalSettings, QuotaSettings
from crmsync.core.object_pair import ObjectPair
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs import PAIRS
from crmsync.core.parameters.directions import with_direction
from crmsync.core.parameters.documents import Document, read_document
from crmsync.core.parameters.time_zones import unknown_time_zone
from crmsync.core.refusal import Refusal

_KEYS = frozenset(field.name for field in fields(PairSettings))


def pair_settings(pair: ObjectPair, document: Document) -> PairSettings:
    """Keys that are not there have the pair's defaults; so does each fallback."""
    given = {name: value for name, value in document.items() if name in _KEYS}
    if pair.custom is not None:
        creates = given.get("create_in_salesforce", True)
        given["create_in_salesforce"] = pair.settings.create_in_salesforce if creates else None
    list_id = given.get("inclusion_list_id")
    given["inclusion_list_id"] = None if list_id is None else str(_whole(list_id))
    given["required_fallbacks"] = {**pair.settings.required_fallbacks, **given.get("required_fallbacks", {})}
    given["lifecycle"] = {**pair.settings.lifecycle, **given.get("lifecycle", {})}
    given["types"] = {**pair.settings.types, **given.get("types", {})}
    condition = given.get("salesforce_filter")
    if pair.settings_of:
        given = _followed(pair, given)
    if isinstance(condition, dict):
        given["salesforce_filter"] = condition.get(next(iter(pair.salesforce_types)))
    return with_direction(pair.name, replace(pair.settings, **given))


def _followed(pair: ObjectPair, given: Document) -> dict[str, Any]:
    """By another pair's document: what it says of its own Salesforce object does not hold for another one."""
    leader = PAIRS[pair.settings_of]
    own = {**given, "types": {**leader.settings.types, **given["types"]}}
    if own.get("create_in_salesforce", "") is not None:
        own["create_in_salesforce"] = pair.settings.create_in_salesforce
    if pair.salesforce_types != leader.salesforce_types:
        own.pop("salesforce_filter", None)
        own.pop("told_by", None)
    return own


def settings_by_pair(texts: Mapping[str, str], pairs: Mapping[str, ObjectPair] = PAIRS) -> dict[str, PairSettings]:
    """By pair, from the parameters' texts. One that cannot be read counts as not there: the compilation refuses it."""
    read = {name: read_document(name, texts.get(name, "{}"))[0] for name in (one.parameter for one in pairs.values())}
    return {name: pair_settings(pair, read[pair.parameter] or {}) for name, pair in pairs.items()}


def global_settings(document: Document) -> GlobalSettings:
    return GlobalSettings(**{name: _whole(value) for name, value in document.items()})


def quota_settings(document: Document) -> QuotaSettings:
    given: dict[str, Any] = {name: _whole(value) for name, value in document.items() if name != "reserve"}
    for name, value in document.get("reserve", {}).items():
        given[f"reserve_{name}"] = _whole(value)
    return QuotaSettings(**given)


def quota_refusals(parameter: str, document: Document) -> Iterator[Refusal]:
    """What the schema cannot say: keys that exclude each other, a sum, a time zone."""
    if document.get("daily_limit") is not None and document.get("percent") is not None:
        fix = "Set one of the two to null."
        yield Refusal(parameter, "/percent", "daily_limit and percent exclude each other.", fix)
    quota = quota_settings(document)
    if quota.reserve_live + quota.reserve_poll > 100:
        yield Refusal(parameter, "/reserve", "The reserves are more than 100 percent together.", "Lower them.")
    wrong_zone = unknown_time_zone(parameter, "/time_zone", quota.time_zone)
    if wrong_zone is not None:
        yield wrong_zone


def _whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """JSON Schema counts 50.0 as an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
