"""Records of a page that have no link: which of them should have one, and which are duplicates. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crmsync.core.change import CallClass
from crmsync.core.matching import normal_email
from crmsync.core.parked import Category
from crmsync.core.reconcile_round import Found, ReconcileRound
from crmsync.core.record import Record, RecordRef, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Look
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.sync.work_item import WorkItem

MOST_LOOKED_UP = 10_000
"""A round: of an org that was never imported, a hundred calls tell enough."""


def look_up_unlinked(items: Sequence[WorkItem], present: ReconcileRound, ports: ReconcilePorts) -> None:
    """Enters each of them as what it is. Raises CrmError when HubSpot or a store does not answer."""
    parked = ports.sync.parking.whole([item.origin for item in items]) if items else {}
    addressed: dict[RecordRef, str] = {}
    for item in items:
        row, email = parked.get(item.origin), _email(item)
        if row is not None:
            duplicates = row.category == Category.DUPLICATES
            present.findings.count(Found.DUPLICATE if duplicates else Found.PARKED, item.key)
        elif email is None or not item.pair.settings.create_in_hubspot:
            present.findings.count(Found.UNLINKED, item.key)
        else:
            addressed[item.origin] = email
    _enter_addressed(addressed, present, ports)


def _email(item: WorkItem) -> str | None:
    carried = item.changes[Side.SALESFORCE].carried
    mapping = next((one for one in item.pair.mappings if one.hubspot == item.pair.address), None)
    if carried is None or mapping is None:
        return None
    return normal_email(carried.values.get(mapping.salesforce[carried.ref.object_type]))


def _enter_addressed(addressed: Mapping[RecordRef, str], present: ReconcileRound, ports: ReconcilePorts) -> None:
    findings = present.findings
    asked = list(addressed.items())[: max(0, MOST_LOOKED_UP - findings.looked_up)]
    for ref in list(addressed)[len(asked) :]:
        findings.count(Found.UNLINKED, ref.key)
    if not asked:
        return
    findings.looked_up += len(asked)
    access = ports.sync.gate.open(CallClass.BULK)
    try:
        for ref, found in _found(asked, access, ports):
            findings.count(found, ref.key)
    finally:
        access.close()


def _found(
    asked: Sequence[tuple[RecordRef, str]], access: CrmAccess, ports: ReconcilePorts
) -> Iterator[tuple[RecordRef, Found]]:
    emails = tuple(dict.fromkeys(email for _, email in asked))
    matches: Mapping[str, tuple[Record, ...]] = access.hubspot.look(Look(emails=emails)).matches
    links = ports.sync.links.find([contact.ref for contacts in matches.values() for contact in contacts])
    seen: set[str] = set()
    for ref, email in asked:
        contacts = matches.get(email, ())
        if email in seen or any(contact.ref in links for contact in contacts):
            yield ref, Found.DUPLICATE
        else:
            yield ref, Found.LINKABLE if contacts else Found.UNLINKED
        seen.add(email)
