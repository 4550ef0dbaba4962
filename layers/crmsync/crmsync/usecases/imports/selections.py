"""What an import asks Salesforce for, and by which configuration its records are brought in step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.import_job import ImportJob
from crmsync.core.import_kind import CONTACT, CONTACTS, LEADS_AND_CONTACTS, ImportKind
from crmsync.core.import_request import ImportRequest
from crmsync.core.mapping import FieldMapping
from crmsync.core.record import Millis, Side
from crmsync.ports.bulk_query import Selection
from crmsync.usecases.sync.batch import Source

WEEK: Millis = 604_800_000
"""Salesforce keeps results so long. The sweep at the end looks again at what changed since the query."""

CREATED_IN_SALESFORCE = "contact"
"""Where the setting says that nobody is created."""

_WITH_CONTACTS = (CONTACTS, LEADS_AND_CONTACTS)


def request_of(job: ImportJob) -> ImportRequest:
    return ImportRequest(**job.request)


def selections_of(request: ImportRequest, configuration: Configuration, *, recent_first: bool) -> list[Selection]:
    """In the order in which they are imported."""
    kind = request.entry
    lookups = [name for _, name in lookups_of(kind, configuration)]
    return [
        Selection(name, request.condition(name, lookups), recent_first, kind.with_archived)
        for name in kind.object_types
    ]


def pair_of(kind: ImportKind, configuration: Configuration) -> PairConfiguration | None:
    """Of several that share the object, such as tasks and calls, one that is switched on."""
    return configuration.pair_of(kind.object_types[0])


def lookups_of(kind: ImportKind, configuration: Configuration) -> list[tuple[FieldMapping, str]]:
    """The mapped references, each with Salesforce's field, by which records of the kind belong to others."""
    pair = pair_of(kind, configuration)
    return list(_lookups(kind, pair)) if kind.by_lookups and pair is not None else []


def _lookups(kind: ImportKind, pair: PairConfiguration) -> Iterator[tuple[FieldMapping, str]]:
    for mapping in pair.mappings:
        name = mapping.salesforce.get(kind.object_types[0])
        if mapping.reference is not None and name is not None:
            yield mapping, name


def best_come_first(request: ImportRequest, *, recent_first: bool) -> bool:
    """Of the records with one e-mail address contacts are better than leads, and then the latest is the best: an
    import of everything, latest first, shows it first.
    """
    return recent_first and request.is_whole and request.entry in _WITH_CONTACTS


def source_of(job: ImportJob) -> Source:
    best = best_come_first(request_of(job), recent_first=job.recent_first)
    return Source(WEEK, best_come_first=best, is_import=True)


def fields_of(configuration: Configuration, object_type: str) -> tuple[str, ...]:
    """For all pairs that share the object."""
    sharing = [pair for pair in configuration.enabled_pairs if object_type in pair.salesforce_types]
    return fields_to_read(sharing, Side.SALESFORCE).get(object_type, ())


def importing(configuration: Configuration, kind: ImportKind) -> Configuration:
    """An import of people creates them whatever the setting says of those that come by themselves."""
    if not kind.is_of_people:
        return configuration
    pair = configuration.pairs[CONTACT]
    created = pair.settings.create_in_salesforce or CREATED_IN_SALESFORCE
    creating = replace(pair, settings=replace(pair.settings, create_in_hubspot=True, create_in_salesforce=created))
    return replace(configuration, pairs={**configuration.pairs, CONTACT: creating})
