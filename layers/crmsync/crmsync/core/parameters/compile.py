"""Compiles all parameters to one configuration: everything is valid, or nothing is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crmsync.core.configuration import Configuration, QuotaSettings
from crmsync.core.custom_object import LiveObjects
from crmsync.core.mapping import FieldType
from crmsync.core.pairs.task import HUBSPOT_TASK
from crmsync.core.parameters.campaigns import PEOPLE, campaign_refusals, with_campaigns
from crmsync.core.parameters.compile_pair import compile_pair
from crmsync.core.parameters.directions import engaged
from crmsync.core.parameters.documents import Document, read_document
from crmsync.core.parameters.mappings import Schemas
from crmsync.core.parameters.object_pairs import object_pairs
from crmsync.core.parameters.settings import global_settings, quota_refusals, quota_settings, settings_by_pair
from crmsync.core.processes import NONE, Processes
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal

Documents = Mapping[str, Document]

GLOBAL = "settings/global"
LIMITS = frozenset({GLOBAL, *(f"quota/{side}" for side in Side)})
"""What needs no schema to be judged, and is taken although other parameters are refused: a pause must hold."""


def compile_configuration(
    parameters: Mapping[str, str],
    hubspot_schemas: Mapping[str, Mapping[str, FieldType]],
    salesforce_schemas: Mapping[str, Mapping[str, FieldType]],
    version: int,
    processes: Mapping[str, Processes] = NONE,
    *,
    live: LiveObjects | None = None,
) -> tuple[Configuration | None, list[Refusal]]:
    """The configuration, or None with everything that is wrong.

    `parameters` are raw texts by name under the stage's path (`settings/contact`); none at all is a working system.
    The schemas are fields by name, by object type; one that is empty or missing, as those of pairs that are switched
    off, is taken as not known, and nothing is checked against it. `processes` are those of pairs that move through
    stages, by pair; `live` tells of custom objects.
    """
    documents, refusals = _read(parameters)
    schemas = Schemas(hubspot_schemas, salesforce_schemas)
    pairs, wrong_objects = object_pairs(parameters, live)
    refusals += wrong_objects
    enabled = {name for name, settings in settings_by_pair(parameters, pairs).items() if settings.enabled}
    enabled |= engaged(documents.get(HUBSPOT_TASK.parameter, {}))
    compiled = {
        name: compile_pair(pair, documents, schemas, enabled, processes.get(name)) for name, pair in pairs.items()
    }
    refusals += [refusal for _, wrong in compiled.values() for refusal in wrong]
    refusals += _quota_refusals(documents)
    people = compiled[PEOPLE][0]
    properties = schemas.hubspot.get(people.hubspot_type, {})
    refusals += campaign_refusals(people, documents, properties)
    if refusals:
        return None, sorted(refusals, key=lambda refusal: (refusal.parameter, refusal.place))
    configuration = Configuration(
        version=version,
        pairs={name: pair for name, (pair, _) in compiled.items()},
        global_settings=global_settings(documents.get(GLOBAL, {})),
        quotas=_quotas(documents),
    )
    return with_campaigns(configuration, documents, properties), []


def with_limits(parameters: Mapping[str, str], active: Configuration) -> Configuration:
    """The active configuration with the quotas and global settings of the parameters (see LIMITS).
    Unchanged when any of them is wrong.
    """
    documents = _limits(parameters)
    if documents is None:
        return active
    return replace(active, global_settings=global_settings(documents.get(GLOBAL, {})), quotas=_quotas(documents))


def with_limits_of(parameters: Mapping[str, str], good: Mapping[str, str]) -> dict[str, str]:
    """The good parameters with those LIMITS that stand among the others now; unchanged when any of these is wrong."""
    if _limits(parameters) is None:
        return dict(good)
    apart = {name: text for name, text in good.items() if name not in LIMITS}
    return apart | {name: text for name, text in parameters.items() if name in LIMITS}


def _limits(parameters: Mapping[str, str]) -> Documents | None:
    documents, refusals = _read({name: text for name, text in parameters.items() if name in LIMITS})
    return None if refusals or any(_quota_refusals(documents)) else documents


def _read(parameters: Mapping[str, str]) -> tuple[dict[str, Document], list[Refusal]]:
    documents: dict[str, Document] = {}
    refusals: list[Refusal] = []
    for name, text in sorted(parameters.items()):
        document, wrong = read_document(name, text)
        refusals += wrong
        if document is not None:
            documents[name] = document
    return documents, refusals


def _quota_refusals(documents: Documents) -> Iterator[Refusal]:
    for side in Side:
        yield from quota_refusals(f"quota/{side}", documents.get(f"quota/{side}", {}))


def _quotas(documents: Documents) -> dict[str, QuotaSettings]:
    return {side.value: quota_settings(documents.get(f"quota/{side}", {})) for side in Side}
