"""Nothing waits for ever: no message, lease, intent, reservation, nor a parked row without a reason that lasts."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.message import unpack
from crmsync.core.opt_out_latch import OPT_OUT
from crmsync.core.parked import AWAITING_CONFIRMATION, NOT_FIELDS, Category, Parked
from crmsync.core.record import Millis
from crmsync.core.side_state import SideState
from crmsync.core.wish import is_wish

from sandbox.memory.queue import BULK, LIVE
from sandbox.simulation.invariants.state import State, shown
from sandbox.simulation.people import REQUIRED, is_bad

FOR_PEOPLE = {Category.DUPLICATES, Category.MERGED}
"""What only a person can decide."""

OVERDUE: Millis = 300_000
"""Rounds of resume_parked come every minute."""


def limbo(state: State) -> Iterator[str]:
    yield from _messages(state)
    yield from _claims(state)
    yield from _without_row(state)
    for row in state.parked:
        yield from _parked(row, state)


def _messages(state: State) -> Iterator[str]:
    queue = state.world.product.queue
    for name in (LIVE, BULK):
        if depth := queue.depth(name):
            yield f"{depth} messages are still in the {name} queue"
    for body in queue.dead:
        changes = unpack(body)
        if len(changes) > 1 or any(change != change.without_values() for change in changes):
            yield f"a dead message holds more than one bare change: {body}"


def _claims(state: State) -> Iterator[str]:
    now = state.world.scheduler.now
    for link in (*state.links, *state.organisations):
        if link.is_leased(now) or link.intents is not None:
            yield f"{link.hubspot.key} is still leased or has open intents"
    for key in state.world.product.links.reserved(now):
        yield f"{key} is still reserved"


def _without_row(state: State) -> Iterator[str]:
    """A field that the link has as parked is left out of all that comes: only its row has it tried again. But that of a
    person who was merged outside the inclusion list is tried once they are inside.
    """
    for link in (*state.links, *state.organisations):
        if link.hubspot in state.outsiders and SideState.SUCCEEDED in link.states.values():
            continue
        for part in sorted(set(link.parked) - NOT_FIELDS - state.parts_parked(link.hubspot)):
            yield f"{link.hubspot.key} has {part} as parked, and there is no row of it"


def _parked(row: Parked, state: State) -> Iterator[str]:
    what = f"{row.ref.key} ({row.part}) is parked as {row.category}"
    if _is_overdue(row, state):
        yield f"{what} and was not tried when it was due"
    elif row.part in NOT_FIELDS and not _is_reason_that_lasts(row, state):
        yield f"{what}, which is no reason that lasts: {row.reason}"
    elif row.part not in NOT_FIELDS and not _is_field_that_lasts(row, state):
        yield f"{what} although its value is good"


def _is_reason_that_lasts(row: Parked, state: State) -> bool:
    """An import also meets the people who came with the org, of whom two have an address that HubSpot refuses. Of a
    contact that is deleted in HubSpot, Salesforce keeps the counterpart while cases name it.
    """
    came_with_the_org = row.category == Category.PROPERTY_VALUES and row.ref not in state.records
    return row.category in FOR_PEOPLE or is_short_of_calls(row, state) or came_with_the_org or has_cases(row, state)


def has_cases(row: Parked, state: State) -> bool:
    """Whether Salesforce refuses to delete the person because of cases, which a person must take away first; or did at
    the last try, and crmsync itself took one away since, as its ticket has no contact any more.
    """
    link = state.link_of.get(row.ref)
    if link is None or row.category != Category.ASSOCIATIONS:
        return False
    if _was_taken_off(link.salesforce.id, row.parked_at, state):
        return True
    soql = f"SELECT+Id+FROM+Case+WHERE+ContactId%3D'{link.salesforce.id}'"
    answer = state.world.crms.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql}")
    return bool(answer.json()["records"])


def _was_taken_off(person: str, since: Millis, state: State) -> bool:
    rows = [row for row in state.world.product.history.all() if row.at > since]
    return any((entry.field, entry.old) == ("associated_contact", person) for row in rows for entry in row.entries)


def _is_field_that_lasts(row: Parked, state: State) -> bool:
    is_good = not (is_short_of_calls(row, state) or _is_bad_there(row, state))
    return row.category == Category.ASSOCIATIONS or not is_good or _is_kept(row, state)


def _is_kept(row: Parked, state: State) -> bool:
    """A first link that was refused is due when the person comes in, or when it is heard as whom they live on."""
    link = state.link_of.get(row.ref)
    is_away = row.ref in state.outsiders or row.ref not in state.records
    return is_away and link is not None and row.part not in link.base


def _is_overdue(row: Parked, state: State) -> bool:
    """What there are no calls for has to wait."""
    may_be_tried = state.world.product.free_calls(row.call_class) > 0
    return row.next_try_at is None or (row.next_try_at < state.world.scheduler.now - OVERDUE and may_be_tried)


def is_short_of_calls(row: Parked, state: State) -> bool:
    """Whether there is still no call for what was parked for want of calls, or was confirmed since."""
    return (
        row.category in {Category.QUOTA, *AWAITING_CONFIRMATION} and state.world.product.free_calls(row.call_class) == 0
    )


def _is_bad_there(row: Parked, state: State) -> bool:
    """A blank is bad where Salesforce requires a value; an address, where somebody else has it. Who has no address
    cannot be opted out. Who has no record in Salesforce cannot join a campaign.
    """
    if row.part == "email":
        return row.category == Category.DUPLICATES
    if is_wish(row.part):
        return not _has_both(row, state) or row.ref in state.outsiders
    record = state.records.get(row.ref)
    if row.part == OPT_OUT:
        is_without_calls = state.world.product.free_calls(row.call_class) == 0
        return record is not None and (state.email_of(record) is None or is_without_calls)
    value = shown(record, row.part) if record is not None else None
    return record is not None and (is_bad(row.part, value) or (value is None and row.part in REQUIRED))


def _has_both(row: Parked, state: State) -> bool:
    link = state.link_of.get(row.ref)
    return link is not None and link.hubspot in state.records and link.salesforce in state.records
