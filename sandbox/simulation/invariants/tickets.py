"""Tickets arrive, and once."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.record import RecordRef, Side

from sandbox.simulation.invariants.named_twice import named_twice
from sandbox.simulation.invariants.state import State

QUERY = "/services/data/v67.0/query?q=SELECT+Subject+FROM+Case+WHERE+Subject+LIKE+'Ticket+%25'"
TICKETS = "/crm/v3/objects/tickets?limit=100&properties=subject"


def doubled_tickets(state: State) -> Iterator[str]:
    """By subject, since people give each one of its own; each merge may name one more so."""
    tickets, crms, merged = state.world.tickets, state.world.crms, state.world.merged
    if not tickets.names:
        return
    here = crms.hubspot_user.send("GET", TICKETS).json()["results"]
    there = crms.salesforce_user.send("GET", QUERY).json()["records"]
    names = {
        Side.HUBSPOT: [one["properties"]["subject"] for one in here],
        Side.SALESFORCE: [one["Subject"] for one in there],
    }
    yield from named_twice(names, most=lambda name: 1 + merged[name])


def lost_tickets(state: State) -> Iterator[str]:
    """What people opened and is still there has a link."""
    known = {RecordRef(*one): name for one, name in state.world.tickets.names.items()}
    links = state.world.product.links.find(sorted(known))
    for ref, name in known.items():
        if ref not in links and not state.parts_parked(ref) and _is_there(ref, state):
            yield f"{name} ({ref.key}) never came to {ref.side.other}"


def _is_there(ref: RecordRef, state: State) -> bool:
    """As itself: HubSpot may show the survivor of a merge under the other's id."""
    crms = state.world.crms
    if ref.side is Side.HUBSPOT:
        shown = crms.hubspot_user.show(ref.id, ["hs_object_id"], "tickets")
        return shown is not None and shown["hs_object_id"] == ref.id
    return crms.salesforce_user.show(ref.object_type, ref.id) is not None
