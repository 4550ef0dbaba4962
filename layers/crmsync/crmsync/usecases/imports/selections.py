"""What an import asks Salesforce for, and by which configuration its records are brought in step."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.configuration import Configuration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.import_job import ImportJob
from crmsync.core.import_request import ImportKind, ImportRequest
from crmsync.core.record import Millis, Side
from crmsync.ports.bulk_query import Selection
from crmsync.usecases.sync.batch import Source

PAIR = "contact"
WEEK: Millis = 604_800_000
"""Salesforce keeps results so long. The sweep at the end looks again at what changed since the query."""

CREATED_IN_SALESFORCE = "contact"
"""Where the setting says that nobody is created."""

_WITH_CONTACTS = (ImportKind.CONTACTS, ImportKind.LEADS_AND_CONTACTS)


def request_of(job: ImportJob) -> ImportRequest:
    filters = {name: text for name, text in job.request.items() if name != "kind"}
    return ImportRequest(ImportKind(job.request["kind"]), **filters)


def selections_of(request: ImportRequest, *, recent_first: bool) -> list[Selection]:
    """In the order in which they are imported."""
    return [Selection(name, request.condition(name), recent_first) for name in request.object_types]


def best_come_first(request: ImportRequest, *, recent_first: bool) -> bool:
    """Of the records with one e-mail address contacts are better than leads, and then the latest is the best: an
    import of everything, latest first, shows it first.
    """
    return recent_first and request.is_whole and request.kind in _WITH_CONTACTS


def source_of(job: ImportJob) -> Source:
    best = best_come_first(request_of(job), recent_first=job.recent_first)
    return Source(WEEK, best_come_first=best, is_import=True)


def fields_of(configuration: Configuration, object_type: str) -> tuple[str, ...]:
    return fields_to_read([configuration.pairs[PAIR]], Side.SALESFORCE)[object_type]


def importing(configuration: Configuration) -> Configuration:
    """An import creates records whatever the setting says of those that come by themselves."""
    pair = configuration.pairs[PAIR]
    created = pair.settings.create_in_salesforce or CREATED_IN_SALESFORCE
    creating = replace(pair, settings=replace(pair.settings, create_in_hubspot=True, create_in_salesforce=created))
    return replace(configuration, pairs={**configuration.pairs, PAIR: creating})
