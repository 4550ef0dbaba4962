"""`config.show`: the active configuration, and what was refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import Side
from crmsync.core.transforms.transform import Transform
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.jobs import Jobs
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.arguments import text_of
from crmsync.usecases.admin.back_fill_offers import back_fill_offers
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.notices import notices
from crmsync.usecases.admin.shown import shown_time


@dataclass(frozen=True, slots=True)
class ShowConfig:
    store: ConfigurationStore
    parameters: Parameters
    jobs: Jobs

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{}` → `{"active", "refused", "settings", "pairs", "notices"}`; `{"parameter"}` → its text as it stands."""
        name = text_of(args, "parameter")
        if name is not None:
            return self._parameter(name)
        active = self.store.active()
        shown = {**configuration_state(self.store), **_content(active)}
        return {**shown, "notices": [*shown["notices"], *back_fill_offers(active, self.jobs)]}

    def _parameter(self, name: str) -> dict[str, Any]:
        """A parameter that does not exist leaves the defaults in force."""
        stored = self.parameters.read()
        if name not in stored:
            raise AdminError("not_found", f"no parameter {name}; there is: {', '.join(sorted(stored)) or 'none'}")
        return {"parameter": name, "value": stored[name]}


def configuration_state(store: ConfigurationStore) -> dict[str, Any]:
    """`active` is null before the first compilation."""
    summary = store.summary()
    active = {**summary, "activated_at": shown_time(summary.get("activated_at"))} if summary.get("version") else None
    return {"active": active, "refused": [asdict(refusal) for refusal in store.refused()]}


def _content(configuration: Configuration | None) -> dict[str, Any]:
    if configuration is None:
        return {"settings": None, "pairs": [], "notices": []}
    return {
        "settings": asdict(configuration.global_settings),
        "pairs": [_pair(pair) for pair in configuration.enabled_pairs],
        "notices": list(notices(configuration)),
    }


def _pair(pair: PairConfiguration) -> dict[str, Any]:
    return {
        "name": pair.name,
        "hubspot": pair.hubspot_type,
        "salesforce": list(pair.salesforce_types),
        "person_accounts": pair.person_accounts,
        "settings": {**asdict(pair.settings), "required_fallbacks": dict(pair.settings.required_fallbacks)},
        "mappings": [_mapping(mapping) for mapping in pair.mappings],
    }


def _transform(transform: Transform | None) -> dict[str, Any] | None:
    if transform is None:
        return None
    texts = {f"to_{side}": transform.text(side) for side in Side}
    return {way: json.loads(text) for way, text in texts.items() if text is not None}


def _mapping(mapping: FieldMapping) -> dict[str, Any]:
    return {
        "hubspot": mapping.hubspot,
        "salesforce": dict(mapping.salesforce),
        "rule": mapping.rule.value,
        "is_default": mapping.is_default,
        "to_salesforce": mapping.to_salesforce,
        "options": None if mapping.options is None else [list(pair) for pair in mapping.options.pairs],
        "time_zone": mapping.time_zone,
        "transform": _transform(mapping.transform),
    }
