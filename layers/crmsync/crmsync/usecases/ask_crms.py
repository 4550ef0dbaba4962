"""Asks both CRMs for what parameters are compiled against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from crmsync.core.change import CallClass
from crmsync.core.custom_object import LiveObjects
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.mapping import FieldType
from crmsync.core.parameters.mappings import Schemas
from crmsync.core.parameters.object_pairs import object_pairs
from crmsync.core.parameters.settings import settings_by_pair
from crmsync.core.processes import Processes
from crmsync.core.refusal import Refusal
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.telemetry import Telemetry
from crmsync.usecases.prepare_pipelines import prepare_pipelines
from crmsync.usecases.read_objects import read_objects
from crmsync.usecases.read_schemas import read_schemas
from crmsync.usecases.try_campaigns import try_campaigns
from crmsync.usecases.try_settings import try_settings


class Live(NamedTuple):
    """What both CRMs say at this moment; `refusals` of settings that only they can judge."""

    schemas: Schemas
    processes: Mapping[str, Processes]
    refusals: Sequence[Refusal]
    objects: LiveObjects | None

    def digest(self, texts: Mapping[str, str]) -> str:
        """The same for parameters that compile to the same."""
        known = (self.processes, *self.refusals, *_shown(self.objects))
        return digest_of(_schema_digest(edition_of(texts), self.schemas), *known)


def ask_crms(texts: Mapping[str, str], gate: CrmGate, telemetry: Telemetry) -> Live:
    """Raises CrmError when one of them does not answer. `texts` are the parameters by name."""
    access = gate.open(CallClass.LIVE)
    try:
        return _ask(texts, access, telemetry)
    finally:
        access.close()


def _ask(texts: Mapping[str, str], access: CrmAccess, telemetry: Telemetry) -> Live:
    objects = read_objects(texts, access)
    pairs, _ = object_pairs(texts, objects)
    settings = settings_by_pair(texts, pairs)
    enabled = [pair for name, pair in pairs.items() if settings[name].enabled]
    read = read_schemas(enabled, access)
    usable = [pair for pair in enabled if pair.name not in read.lacking]
    processes = prepare_pipelines(usable, texts, access, telemetry)
    tried = {name: one for name, one in settings.items() if name not in read.lacking}
    wrong = [*read.refusals, *try_settings(pairs, tried, access), *try_campaigns(texts, access)]
    return Live(read.schemas, processes, wrong, objects)


def edition_of(texts: Mapping[str, str]) -> str:
    """Of the parameters and of the defaults that this release brings."""
    return digest_of(sorted(texts.items()), _default_digest())


def digest_of(*parts: object) -> str:
    """Data classes, texts and lists of them have a repr that is the same in every process."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()


def _schema_digest(edition: str, schemas: Schemas) -> str:
    return digest_of(edition, *([(name, _by_name(side[name])) for name in sorted(side)] for side in schemas))


def _shown(objects: LiveObjects | None) -> Iterator[object]:
    """Without custom objects nothing, so that their absence changes no digest."""
    if objects is not None:
        hubspot = {name: (*one[:2], sorted(one.associated)) for name, one in objects.hubspot.items()}
        yield from (
            sorted(hubspot.items()),
            sorted((name, sorted(own.items())) for name, own in objects.lookups.items()),
        )


def _by_name(fields: Mapping[str, FieldType]) -> list[tuple[str, FieldType]]:
    return sorted(fields.items(), key=lambda field: field[0])


@cache
def _default_digest() -> str:
    """Taken once a process: the repr of all mappings takes longer than the rest of a round that changes nothing."""
    return digest_of(DEFAULT_CONFIGURATION)
