"""Compiles all parameters to one configuration: everything is valid, or nothing is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crmsync.core.configuration import Configuration, PairConfiguration, QuotaSettings
from crmsync.core.contact_pair import CONTACT_PAIR, STAMPS
from crmsync.core.mapping import FieldType
from crmsync.core.parameters.documents import Document, read_document
from crmsync.core.parameters.mappings import Schemas, merge_mappings
from crmsync.core.parameters.settings import global_settings, pair_settings, quota_refusals, quota_settings
from crmsync.core.person_account import MARKED_OBJECT, has_person_accounts
from crmsync.core.record import Side
from crmsync.core.refusal import Refusal

Documents = Mapping[str, Document]

GLOBAL = "settings/global"
_LIMITS = {GLOBAL, *(f"quota/{side}" for side in Side)}


def compile_configuration(
    parameters: Mapping[str, str],
    hubspot_schema: Mapping[str, FieldType],
    salesforce_schemas: Mapping[str, Mapping[str, FieldType]],
    version: int,
) -> tuple[Configuration | None, list[Refusal]]:
    """The configuration, or None with everything that is wrong.

    `parameters` are raw texts by name under the stage's path (`settings/contact`); none at all is a working system.
    `hubspot_schema` has the contact properties, `salesforce_schemas` the fields of `Contact` and `Lead`; an empty
    schema is taken as not known, and nothing is checked against it.
    """
    documents, refusals = _read(parameters)
    schemas = Schemas(hubspot_schema, salesforce_schemas)
    contact, wrong_mappings = _contact_pair(documents, schemas)
    refusals += [*wrong_mappings, *_quota_refusals(documents)]
    if refusals:
        return None, sorted(refusals, key=lambda refusal: (refusal.parameter, refusal.place))
    return Configuration(
        version=version,
        pairs={contact.name: contact},
        global_settings=global_settings(documents.get(GLOBAL, {})),
        quotas=_quotas(documents),
    ), []


def with_limits(parameters: Mapping[str, str], active: Configuration) -> Configuration:
    """The active configuration with the quotas and global settings of the parameters: these need no schema, and must
    hold when none can be read. Unchanged when any of them is wrong.
    """
    own = {name: text for name, text in parameters.items() if name in _LIMITS}
    documents, refusals = _read(own)
    if refusals or any(_quota_refusals(documents)):
        return active
    return replace(active, global_settings=global_settings(documents.get(GLOBAL, {})), quotas=_quotas(documents))


def _read(parameters: Mapping[str, str]) -> tuple[dict[str, Document], list[Refusal]]:
    documents: dict[str, Document] = {}
    refusals: list[Refusal] = []
    for name, text in sorted(parameters.items()):
        document, wrong = read_document(name, text)
        refusals += wrong
        if document is not None:
            documents[name] = document
    return documents, refusals


def _contact_pair(documents: Documents, schemas: Schemas) -> tuple[PairConfiguration, list[Refusal]]:
    mappings, refusals = merge_mappings(
        {name: document for name, document in documents.items() if name.startswith("mappings/contact")},
        CONTACT_PAIR.mappings,
        schemas,
        CONTACT_PAIR.salesforce_types,
        {name: document for name, document in documents.items() if name.startswith("options/")},
    )
    pair = replace(
        CONTACT_PAIR,
        mappings=mappings,
        settings=pair_settings(documents.get("settings/contact", {})),
        hubspot_stamps=tuple(name for name in STAMPS if name in schemas.hubspot and schemas.hubspot[name].writable),
        person_accounts=has_person_accounts(schemas.salesforce.get(MARKED_OBJECT, {})),
    )
    return pair, refusals


def _quota_refusals(documents: Documents) -> Iterator[Refusal]:
    for side in Side:
        yield from quota_refusals(f"quota/{side}", documents.get(f"quota/{side}", {}))


def _quotas(documents: Documents) -> dict[str, QuotaSettings]:
    return {side.value: quota_settings(documents.get(f"quota/{side}", {})) for side in Side}
