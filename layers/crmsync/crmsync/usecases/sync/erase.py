"""A privacy deletion: every trace of the person goes, and a marker that names nobody keeps them from being made anew.

The Salesforce record goes only where `on_hubspot_delete` is `delete`. The link goes last: until then an interrupted
erasure finds again all that is left to erase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmsync.core.failure import Failure
from crmsync.core.link import Lease, Link
from crmsync.core.matching import email_digest, normal_email
from crmsync.core.outcome import Outcome, OutcomeName, retry
from crmsync.core.record import RecordRef, Side
from crmsync.ports.links import Claim, Held, person_key
from crmsync.usecases.sync.batch import Batch
from crmsync.usecases.sync.breakers import may_delete, too_many_deletions
from crmsync.usecases.sync.deletion import DELETE
from crmsync.usecases.sync.guarded import guarded
from crmsync.usecases.sync.park import failed
from crmsync.usecases.sync.resolve import LEASED_RETRY
from crmsync.usecases.sync.work_item import WorkItem


def erase(items: Sequence[WorkItem], batch: Batch) -> None:
    """One by one: such deletions are few, and none may wait for another's failure."""
    for item in items:
        link = _leased(item, item.link, batch) if item.link is not None else None
        if item.outcome is None:
            batch.ports.links.suppress(_keys(item, link))
            _delete_in_salesforce(item, link, batch)
        if item.outcome is None:
            _forget(item, link, batch)


def _leased(item: WorkItem, link: Link, batch: Batch) -> Link | None:
    """Nobody else may write history or base meanwhile."""
    [held] = batch.ports.links.claim([Claim(link, batch.token, batch.leased_until, link.intents)])
    if held is Held.BUSY:
        item.leave(retry("leased", LEASED_RETRY))
    return replace(link, version=link.version + 1, lease=Lease(batch.token, batch.leased_until))


def _refs(item: WorkItem, link: Link | None) -> list[RecordRef]:
    return [item.origin] if link is None else [link.hubspot, link.salesforce]


def _keys(item: WorkItem, link: Link | None) -> list[str]:
    """Under which the person could be reserved, to be made anew."""
    base = link.base.get(item.pair.address) if link is not None else None
    shown = [normal_email(base.of(side)) for side in Side] if base is not None else []
    people = {person_key(email_digest(email)) for email in shown if email is not None}
    return [*(ref.key for ref in _refs(item, link)), *sorted(people)]


def _delete_in_salesforce(item: WorkItem, link: Link | None, batch: Batch) -> None:
    is_off = item.pair.settings.on_hubspot_delete != DELETE or batch.configuration.global_settings.dry_run
    if link is None or is_off:
        return
    if not may_delete(item, batch):
        item.leave(too_many_deletions(batch))
        return
    refs = [link.salesforce]
    [outcome] = guarded(lambda: batch.crms.salesforce.delete(refs), 1, batch)
    if isinstance(outcome, Failure):
        item.leave(failed(outcome))


def _forget(item: WorkItem, link: Link | None, batch: Batch) -> None:
    refs = _refs(item, link)
    for ref in refs:
        batch.ports.parking.clear(ref, [row.part for row in batch.ports.parking.of(ref)])
    batch.ports.history.erase(refs)
    if link is not None and batch.ports.links.delete(link) is not Held.DONE:
        item.leave(retry("lease_lost"))
        return
    batch.ports.telemetry.count("PersonsErased")
    item.leave(Outcome(OutcomeName.ERASED))
