"""HubSpot's records that an event should have brought: those created since the last round, and not linked.

The same steps bring them as bring every other change, so that the inclusion list, the creation settings and the rules
of matching hold. Salesforce's are found in the pages that are compared; see `look_up_unlinked`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.outcome import Outcome, OutcomeName, SkipReason
from crmsync.core.parked import Category
from crmsync.core.reconcile_round import Found, ReconcileRound
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.crm import Page
from crmsync.ports.feed import Feed
from crmsync.usecases.reconcile.earlier import Earlier
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.sync.sync_batch import sync_items

_ALONE = {SkipReason.NO_EMAIL, SkipReason.NO_CONTACT, SkipReason.CREATION_OFF}


def next_to_bring(present: ReconcileRound, configuration: Configuration) -> PairConfiguration | None:
    """The pair whose creations are gone through now; None at the end. Pairs of which none could link are left out."""
    names = sorted(present.told_from)
    while present.creations.done < len(names):
        pair = configuration.pairs.get(names[present.creations.done])
        if pair is not None and pair.settings.enabled and (pair.created_type or pair.object_pair.match is not None):
            return pair
        present.creations.end_page(None)
    return None


def bring_missed(
    pair: PairConfiguration,
    present: ReconcileRound,
    save: Callable[[], None],
    configuration: Configuration,
    ports: ReconcilePorts,
) -> None:
    """Takes the next page, and saves the round before it writes. Raises CrmError when HubSpot or a store does not
    answer; then nothing of the page is counted.
    """
    page = _page(pair, present, configuration, ports)
    links = ports.sync.links.find([record.ref for record in page.records]) if page.records else {}
    lonely = [record for record in page.records if record.ref not in links]
    parked = ports.sync.parking.whole([record.ref for record in lonely]) if lonely else {}
    brought = _brought_before(links.values(), present, ports) if present.creations.is_begun else []
    missed = [record for record in lonely if record.ref not in parked]
    if missed and not present.creations.is_begun:
        present.creations.is_begun = True
        save()
    _bring(missed, present, configuration, ports)
    for ref, row in parked.items():
        present.findings.count(Found.DUPLICATE if row.category == Category.DUPLICATES else Found.PARKED, ref.key)
    for ref in brought:
        present.findings.count(Found.MISSED, ref.key)
    present.creations.end_page(page.cursor)


def _page(
    pair: PairConfiguration, present: ReconcileRound, configuration: Configuration, ports: ReconcilePorts
) -> Page:
    since = present.told_from[pair.name]
    if since >= present.told_by:
        return Page(())
    fields = fields_to_read(configuration.enabled_pairs, Side.HUBSPOT)[pair.hubspot_type]
    access = ports.sync.gate.open(CallClass.BULK)
    try:
        feed = Feed(pair.hubspot_type, fields, since, present.told_by, present.creations.cursor)
        return access.hubspot.created_since(feed, _link_stamps(pair))
    finally:
        access.close()


def _link_stamps(pair: PairConfiguration) -> tuple[str, ...]:
    """What shows a Salesforce record's id was told of once, so that what an import brought costs nothing here."""
    return tuple(name for name in pair.object_pair.id_properties.values() if name in pair.hubspot_stamps)


def _brought_before(links: Iterable[Link], present: ReconcileRound, ports: ReconcilePorts) -> list[RecordRef]:
    """By a worker that died on this page."""
    earlier = Earlier(ports.sync.history, present.cause)
    return [link.hubspot for link in links if any(True for _ in earlier.entries(link))]


def _bring(
    missed: Sequence[Record], present: ReconcileRound, configuration: Configuration, ports: ReconcilePorts
) -> None:
    changes = [_change(record, present, ports) for record in missed]
    items = sync_items(changes, CallClass.BULK, configuration, ports.sync) if changes else []
    for item in items:
        present.findings.count(_found(item.outcome or Outcome(OutcomeName.RETRY)), item.key)


def _change(record: Record, present: ReconcileRound, ports: ReconcilePorts) -> Change:
    """Seen when it was edited last: whoever was edited just now may be about to enter the inclusion list."""
    return Change(
        record.ref,
        ChangeKind.LOOK,
        record.modified_at,
        present.cause,
        CallClass.BULK,
        carried=record,
        carried_as_of=ports.sync.clock.now(),
    )


def _found(outcome: Outcome) -> Found:
    match outcome.name:
        case OutcomeName.SKIPPED:
            return Found.UNLINKED if outcome.reason in _ALONE else Found.HELD
        case OutcomeName.PARKED | OutcomeName.DRY_RUN:
            is_duplicate = outcome.failure is not None and outcome.failure.category is Category.DUPLICATES
            return Found.DUPLICATE if is_duplicate else Found.PARKED
        case OutcomeName.RETRY | OutcomeName.MOVED:
            return Found.BUSY
        case _:
            return Found.MISSED
