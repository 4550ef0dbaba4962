"""Looks again at what changed in Salesforce while a query's results were worked through.

Most of it the live feed has told already, and ends as an echo. What it told of records that were not linked yet, and of
deleted ones, only this look finds.
"""

from __future__ import annotations

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.import_job import ImportJob
from crmsync.core.record import Gone, Millis, RecordRef
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.ports.queue import ChangeQueue

AHEAD: Millis = 60_000
"""How far Salesforce's clock may be ahead of ours."""

_KINDS = {"deleted": ChangeKind.DELETE, "merged": ChangeKind.MERGE, "converted": ChangeKind.CONVERT}


def sweep(job: ImportJob, feed: Feed, access: CrmAccess, queue: ChangeQueue) -> None:
    """Enqueues every record of the object that changed since the query was made. Raises CrmError."""
    cursor = None
    while True:
        page = access.salesforce.changed_since(feed.object_type, feed.fields, feed.since, feed.until, cursor)
        changes = _changes(page, job, feed.until - AHEAD)
        if changes:
            queue.send(changes)
        cursor = page.cursor
        if cursor is None:
            return


def since_query(queried_at: Millis, object_type: str, fields: tuple[str, ...], now: Millis) -> Feed:
    return Feed(object_type, fields, queried_at, now + AHEAD)


def _changes(page: Page, job: ImportJob, now: Millis) -> list[Change]:
    cause = f"import {job.id}"
    changed = [
        Change(one.ref, ChangeKind.LOOK, now, cause, CallClass.BULK, carried=one, carried_as_of=now)
        for one in page.records
    ]
    return [*changed, *(_look(gone.ref, gone, now, cause) for gone in page.gone)]


def _look(ref: RecordRef, gone: Gone, now: Millis, cause: str) -> Change:
    return Change(ref, _KINDS.get(gone.reason, ChangeKind.LOOK), now, cause, CallClass.BULK)
