"""Nothing is deleted by accident: what crmsync deleted was the counterpart of a record that a person deleted, and the
setting says so. No deletion waits for ever, except one that was confirmed but that Salesforce refuses because of
cases: it is tried again, and the breaker counts it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.record import Gone, RecordRef, Side
from crmsync.core.side_state import SideState
from crmsync.ports.crm import Look

from sandbox.simulation.activities import KINDS
from sandbox.simulation.invariants.limbo import has_cases, is_short_of_calls
from sandbox.simulation.invariants.state import State
from sandbox.simulation.people import Known
from sandbox.simulation.removals import SETTINGS, deleted_by_people

WITH_PEOPLE = {kind.object_type for kind in KINDS.values()}
"""What Salesforce deletes along with the only person whom it is with."""


def accidental_removals(state: State) -> Iterator[str]:
    people = state.world.people
    by_people = deleted_by_people(state.world) | people.merged | people.erased
    for ref in _gone(state):
        if _known(ref) not in by_people:
            yield from _unexplained(ref, state)
    excused = {row.ref for row in state.parked if is_short_of_calls(row, state) or has_cases(row, state)}
    for link in state.links:
        is_excused = not excused.isdisjoint({link.hubspot, link.salesforce})
        if SideState.AWAITS_CONFIRMATION in link.states.values() and not is_excused:
            yield f"{link.hubspot.key} ~ {link.salesforce.key} still awaits the confirmation of a deletion"


def _gone(state: State) -> Iterator[RecordRef]:
    """Of all records that ever were, those that are deleted, and neither merged nor converted."""
    created = [RecordRef(known.side, known.object_type, known.id) for known in state.world.people.created]
    refs = sorted({*created, *state.history})
    for side in Side:
        own = tuple(ref for ref in refs if ref.side is side)
        for ref, seen in state.world.product.plain_crms.of(side).look(Look(refs=own)).records.items():
            if isinstance(seen, Gone) and seen.became is None and seen.reason == "deleted":
                yield ref


def _unexplained(ref: RecordRef, state: State) -> Iterator[str]:
    rows = [row for row in state.history.get(ref, ()) if row.action == f"delete {ref.key}"]
    goes_with_contact = state.world.administrator.settings.get(SETTINGS[Side.HUBSPOT]) == "delete"
    if ref.side is Side.SALESFORCE and goes_with_contact and _is_forgotten(ref, state):
        return
    if not rows and ref.object_type in WITH_PEOPLE:
        return
    if not rows:
        yield f"{ref.key} is gone, and nobody deleted it"
    for row in rows:
        partner = row.salesforce if ref.side is Side.HUBSPOT else row.hubspot
        went_along = partner.object_type in WITH_PEOPLE
        if not went_along and _known(partner) not in deleted_by_people(state.world):
            yield f"{ref.key} was deleted although nobody had deleted {partner.key}"
        elif not _crosses(partner, state):
            yield f"{ref.key} was deleted although {SETTINGS[partner.side]} is not delete"


def _crosses(ref: RecordRef, state: State) -> bool:
    """Whether the deletion of that record takes its counterpart along."""
    pair = state.world.product.configuration.pair_of(ref.object_type)
    return pair is not None and getattr(pair.settings, SETTINGS[ref.side]) == "delete"


def _is_forgotten(ref: RecordRef, state: State) -> bool:
    """With a person history forgets their records, also the one that they were reunited with another one in place of:
    nothing tells then which of those without history it was.
    """
    return state.is_erased(ref) or (bool(state.world.people.erased) and not state.history.get(ref))


def _known(ref: RecordRef) -> Known:
    return Known(ref.side, ref.object_type, ref.id)
