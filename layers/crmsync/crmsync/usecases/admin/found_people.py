"""Finds the records that an e-mail address leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crmsync.core.configuration import Configuration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.record import RecordRef, Side
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Crm, Look
from crmsync.ports.links import LinkStore
from crmsync.usecases.admin.admin_error import AdminError


@dataclass(frozen=True, slots=True)
class Found:
    """At least one ref; `others` bear the same e-mail address and are not part of the pair."""

    refs: Mapping[Side, RecordRef]
    link: Link | None = None
    others: tuple[RecordRef, ...] = ()


def find_by_email(email: str, configuration: Configuration, access: CrmAccess, links: LinkStore) -> Found:
    """The linked pair that bears the address, else the first record of each side. Raises AdminError `not_found`."""
    people = {side: _people(email, configuration, access, side) for side in Side}
    everybody = [ref for refs in people.values() for ref in refs]
    if not everybody:
        raise AdminError("not_found", "nobody has this e-mail address in HubSpot or Salesforce")
    known = links.find(everybody)
    link = next((known[ref] for ref in everybody if ref in known), None)
    refs = {side: link.ref(side) for side in Side} if link else {side: refs[0] for side, refs in people.items() if refs}
    return Found(refs, link, tuple(ref for ref in everybody if ref not in refs.values()))


def _people(email: str, configuration: Configuration, access: CrmAccess, side: Side) -> list[RecordRef]:
    crm: Crm = access.hubspot if side is Side.HUBSPOT else access.salesforce
    fields = fields_to_read(list(configuration.pairs.values()), side)
    seen = crm.look(Look(emails=(email,), fields=fields))
    return [record.ref for record in seen.matches.get(email, ())]
