"""Every record has one named outcome in the end, and it is true."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.outcome import OutcomeName, SkipReason
from crmsync.core.parked import WHOLE_RECORD, Category
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.core.side_state import SideState
from crmsync.ports.crm import Look

from sandbox.simulation.invariants.erasures import erased_at
from sandbox.simulation.invariants.limbo import is_short_of_calls
from sandbox.simulation.invariants.state import State


def untrue_outcomes(state: State) -> Iterator[str]:
    for ref, record in state.records.items():
        name, reason = state.world.accounts.last.get(ref, (None, ""))
        # An import or a nightly round links a record while it waits for its next try.
        was_linked_since = ref in state.link_of and ref in state.world.accounts.unlinked
        if name in {OutcomeName.RETRY, OutcomeName.DRY_RUN} and not was_linked_since:
            yield f"{ref.key} was left as {name}: {reason}"
        elif ref not in state.link_of and not state.is_erased(ref):
            yield from _unlinked(record, state)


def _unlinked(record: Record, state: State) -> Iterator[str]:
    outcome = state.world.accounts.last.get(record.ref)
    if outcome is None:
        yield f"{record.ref.key} has no outcome"
    elif not _explains(outcome, record, state):
        yield f"{record.ref.key} has no link; its outcome is {outcome[0]}: {outcome[1]}"


def _explains(outcome: tuple[OutcomeName, str], record: Record, state: State) -> bool:
    """Whether it is true that this record has no counterpart, and why."""
    if outcome == (OutcomeName.SKIPPED, SkipReason.NO_EMAIL):
        return state.email_of(record) is None
    if outcome == (OutcomeName.SKIPPED, SkipReason.CREATION_OFF):
        is_possible = record.ref.side is Side.HUBSPOT and bool(_counterparts(record, state))
        return _creation_is_off(record.ref, state) and not is_possible
    if outcome == (OutcomeName.SKIPPED, SkipReason.OUTSIDE_LIST):
        return record.ref in state.outsiders
    if outcome == (OutcomeName.SKIPPED, SkipReason.ERASED):
        return record.ref.side is Side.SALESFORCE and erased_at(state.email_of(record), state) is not None
    if outcome == (OutcomeName.PARKED, Category.DUPLICATES):
        is_clash = bool(state.namesakes(record)) or state.world.crms.has_duplicate_rule or _is_taken(record, state)
        return WHOLE_RECORD in state.parts_parked(record.ref) and is_clash
    if outcome == (OutcomeName.PARKED, Category.MERGED):
        return WHOLE_RECORD in state.parts_parked(record.ref) and _takes_over(record.ref, state)
    if outcome == (OutcomeName.PARKED, Category.QUOTA):
        return any(row.ref == record.ref and is_short_of_calls(row, state) for row in state.parked)
    return False


def _is_taken(record: Record, state: State) -> bool:
    """Whether a contact has its address as an additional one, which HubSpot may find nobody by."""
    path = "/crm/v3/objects/contacts?limit=100&properties=hs_additional_emails"
    answer = state.world.crms.hubspot_user.send("GET", path)
    taken = [str(one["properties"]["hs_additional_emails"] or "").split(";") for one in answer.json()["results"]]
    return state.email_of(record) in {address for one in taken for address in one}


def _takes_over(ref: RecordRef, state: State) -> bool:
    """Whether somebody lives on in the record whose link waits until a person merges its other record too."""
    waiting = [link for link in state.links if SideState.MERGED in link.states.values()]
    crm = state.world.product.plain_crms.of(ref.side)
    seen = crm.look(Look(refs=tuple(link.ref(ref.side) for link in waiting))).records
    return any(isinstance(one, Gone) and one.became == ref for one in seen.values())


def _creation_is_off(ref: RecordRef, state: State) -> bool:
    settings = state.pair.settings
    return not (settings.create_in_hubspot if ref.side is Side.SALESFORCE else settings.create_in_salesforce)


def _counterparts(record: Record, state: State) -> list[Record]:
    return [one for one in state.namesakes(record) if one.ref.side is not record.ref.side]
