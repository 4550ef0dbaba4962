"""Salesforce's records of a page that have no link: which of them nothing told of, which should have a link, which are
duplicates. What came into being while its pair was switched on goes to the change queue; of the others nothing
is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.drift import TOLD_WITHIN
from crmsync.core.engagement import is_told_by_us
from crmsync.core.match_key import MatchBy, MatchKey
from crmsync.core.match_value import match_value
from crmsync.core.matching import normal_email
from crmsync.core.parked import Category
from crmsync.core.person_account import is_person_account
from crmsync.core.reconcile_round import Found, ReconcileRound
from crmsync.core.record import Record, RecordRef, Side
from crmsync.core.web_domain import web_domain
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import KeyValues, Look
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.sync.work_item import WorkItem

MOST_LOOKED_UP = 10_000
"""A round: of an org that was never imported, a hundred calls tell enough."""


class _Key(NamedTuple):
    """By what HubSpot's counterpart would be found; `where` is HubSpot's object and property."""

    by: MatchBy
    where: tuple[str, str]
    value: str


def look_up_unlinked(
    items: Sequence[WorkItem], present: ReconcileRound, configuration: Configuration, ports: ReconcilePorts
) -> None:
    """Enters each of them as what it is. Raises CrmError when HubSpot or a store does not answer."""
    parked = ports.sync.parking.whole([item.origin for item in items]) if items else {}
    missed: list[RecordRef] = []
    keyed: dict[RecordRef, _Key] = {}
    for item in items:
        row, key = parked.get(item.origin), _key(item)
        if row is not None:
            duplicates = row.category == Category.DUPLICATES
            present.findings.count(Found.DUPLICATE if duplicates else Found.PARKED, item.key)
        elif _is_missed(item, present, configuration):
            missed.append(item.origin)
        elif key is None or not item.pair.settings.create_in_hubspot:
            present.findings.count(Found.UNLINKED, item.key)
        else:
            keyed[item.origin] = key
    _send(missed, present, ports)
    _enter_keyed(keyed, present, ports)


def _is_missed(item: WorkItem, present: ReconcileRound, configuration: Configuration) -> bool:
    """Whether an event should have brought it."""
    record = item.changes[Side.SALESFORCE].carried
    pair = _own_pair(item.pair, record, configuration) if record is not None else None
    told_from = present.told_from.get(pair.name) if pair is not None else None
    if record is None or pair is None or told_from is None or not pair.settings.create_in_hubspot:
        return False
    is_bearer = not pair.address or _key(item) is not None
    told_by = present.position.queried_at - TOLD_WITHIN
    return is_bearer and told_from <= record.created_at <= told_by and not is_person_account(record)


def _own_pair(pair: PairConfiguration, record: Record, configuration: Configuration) -> PairConfiguration | None:
    """None for what never syncs: of another subtype, or a task of our own making."""
    if pair.subtype is None:
        return pair
    own = configuration.pair_of_record(record)
    is_own = own is not None and own.settings.enabled and not is_told_by_us(record.values.get("Description"))
    return own if is_own else None


def _send(missed: Sequence[RecordRef], present: ReconcileRound, ports: ReconcilePorts) -> None:
    """The worker matches or creates, by the rules of each pair."""
    now = ports.sync.clock.now()
    looks = [Change(ref, ChangeKind.LOOK, now, present.cause, CallClass.BULK) for ref in missed]
    if looks and not present.is_preview:
        ports.sync.queue.send(looks)
    for ref in missed:
        present.findings.count(Found.MISSED, ref.key)


def _key(item: WorkItem) -> _Key | None:
    record, key = item.changes[Side.SALESFORCE].carried, item.pair.object_pair.match
    if record is None or key is None:
        return None
    value = _normal(record, key)
    return _Key(key.by, (item.pair.hubspot_type, key.hubspot[0]), value) if value is not None else None


def _normal(record: Record, key: MatchKey) -> str | None:
    value = record.values.get(key.salesforce[record.ref.object_type])
    match key.by:
        case MatchBy.EMAIL:
            return normal_email(value)
        case MatchBy.DOMAIN:
            return web_domain(str(value or ""))
        case MatchBy.VALUE:
            return match_value(value)


def _enter_keyed(keyed: Mapping[RecordRef, _Key], present: ReconcileRound, ports: ReconcilePorts) -> None:
    findings = present.findings
    asked = list(keyed.items())[: max(0, MOST_LOOKED_UP - findings.looked_up)]
    for ref in list(keyed)[len(asked) :]:
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
    asked: Sequence[tuple[RecordRef, _Key]], access: CrmAccess, ports: ReconcilePorts
) -> Iterator[tuple[RecordRef, Found]]:
    matches = _matches([key for _, key in asked], access)
    links = ports.sync.links.find([one.ref for found in matches.values() for one in found])
    seen: set[_Key] = set()
    for ref, key in asked:
        found = matches.get(key, ())
        is_ambiguous = len(found) > 1 and key.by is not MatchBy.EMAIL
        if key in seen or is_ambiguous or any(one.ref in links for one in found):
            yield ref, Found.DUPLICATE
        else:
            yield ref, Found.LINKABLE if found else Found.UNLINKED
        seen.add(key)


def _matches(keys: Sequence[_Key], access: CrmAccess) -> Mapping[_Key, tuple[Record, ...]]:
    """HubSpot's records of each; the records of a page are of one pair, so it is one look."""
    emails = tuple(dict.fromkeys(key.value for key in keys if key.by is MatchBy.EMAIL))
    domains = tuple(dict.fromkeys(key.value for key in keys if key.by is MatchBy.DOMAIN))
    values = tuple(dict.fromkeys(key.value for key in keys if key.by is MatchBy.VALUE))
    where = keys[0].where
    wanted = (KeyValues(*where, values),) if values else ()
    seen = access.hubspot.look(Look(emails=emails, domains=domains, keys=wanted))
    by = {
        MatchBy.EMAIL: seen.matches,
        MatchBy.DOMAIN: seen.companies,
        MatchBy.VALUE: seen.keyed.get(where, {}),
    }
    return {key: by[key.by].get(key.value, ()) for key in keys}
