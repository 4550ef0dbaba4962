"""Notes arrive, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote_plus

from crmsync.core.record import Side

from sandbox.simulation.invariants.activities import is_there
from sandbox.simulation.invariants.state import State
from sandbox.simulation.notes import BODY, NOTE, TASK, name_of

IN_HUBSPOT = f"/crm/v3/objects/notes?limit=100&properties={BODY[Side.HUBSPOT]}"
IN_SALESFORCE = f"/services/data/v67.0/query?q={quote_plus('SELECT Description FROM Task LIMIT 2000')}"


def doubled_notes(state: State) -> Iterator[str]:
    """By the name with which their bodies begin, since people give each one of its own."""
    notes, crms = state.world.notes, state.world.crms
    if not notes.named:
        return
    here = crms.hubspot_user.send("GET", IN_HUBSPOT).json()["results"]
    there = crms.salesforce_user.send("GET", IN_SALESFORCE).json()["records"]
    sides = {
        Side.HUBSPOT: Counter(name_of(one["properties"].get(BODY[Side.HUBSPOT])) for one in here),
        Side.SALESFORCE: Counter(name_of(one[BODY[Side.SALESFORCE]]) for one in there),
    }
    for side, names in sides.items():
        yield from (f"{name} is {count} times in {side}" for name, count in names.items() if name and count > 1)


def lost_notes(state: State) -> Iterator[str]:
    """What people wrote and is still there has a link, if notes cross from there and it was always one."""
    notes, crosses = state.world.notes, state.world.activities.crosses
    links = state.world.product.links.find(list(notes.named.values()))
    for name, ref in notes.named.items():
        may_come = crosses(NOTE, ref.side) and ref not in notes.retyped and not state.parts_parked(ref)
        if may_come and ref not in links and is_there(NOTE, ref, state):
            yield f"{name} ({ref.key}) never came to {ref.side.other}"


def strayed_notes(state: State) -> Iterator[str]:
    """What was always told to be a note is linked with one."""
    notes = state.world.notes
    for link in state.organisations:
        is_other = link.salesforce.object_type == TASK and link.hubspot.object_type != NOTE
        if is_other and link.salesforce not in notes.retyped and name_of(_body(link.salesforce.id, state)):
            yield f"{link.salesforce.key} tells that it is a note, and {link.hubspot.key} is none"


def _body(record_id: str, state: State) -> object:
    return (state.world.crms.salesforce_user.show(TASK, record_id) or {}).get(BODY[Side.SALESFORCE])
