"""The last step of a round: links whose Salesforce record is gone, which no query of live records shows."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.link import Link
from crmsync.core.reconcile_round import Found, ReconcileRound
from crmsync.core.record import Gone, RecordRef, Side
from crmsync.core.side_state import is_deleted, rests
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Look
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts

LINKS_A_PAGE = 1_000
"""Two hundred ids a query, five queries a call."""


def walk_links(present: ReconcileRound, configuration: Configuration, access: CrmAccess, ports: ReconcilePorts) -> None:
    """Takes the next page. What is gone, and not known to be, is left to the worker. Raises CrmError."""
    page = ports.links.page(LINKS_A_PAGE, present.walked_to or None)
    links = [link for link in page.links if _is_compared(link, present, configuration)]
    gone = _gone(links, access)
    now = ports.sync.clock.now()
    changes = [Change(ref, ChangeKind.LOOK, now, present.cause, CallClass.BULK) for ref in sorted(gone)]
    if changes and not present.is_preview:
        ports.sync.queue.send(changes)
    for link in links:
        if link.salesforce in gone or is_deleted(link.states, Side.SALESFORCE):
            present.findings.count(Found.ORPHANED, link.hubspot.key)
    present.walked_to, present.is_walked = page.following or "", page.following is None


def _is_compared(link: Link, present: ReconcileRound, configuration: Configuration) -> bool:
    pair = configuration.pair_of(link.hubspot.object_type)
    return pair is not None and pair.settings.enabled and present.pair in {"", pair.name}


def _gone(links: Sequence[Link], access: CrmAccess) -> set[RecordRef]:
    """Of a link that rests it is known already what befell its records, and nothing is asked."""
    refs = tuple(link.salesforce for link in links if not rests(link.states))
    seen = access.salesforce.look(Look(refs=refs)).records if refs else {}
    return {ref for ref, outcome in seen.items() if isinstance(outcome, Gone)}
