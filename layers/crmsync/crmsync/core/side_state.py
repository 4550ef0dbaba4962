"""What befell one record of a link, so that its link rests, comes back, or does not take a blank for a clear."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from crmsync.core.change import Change, ChangeKind
from crmsync.core.record import Side


class SideState(StrEnum):
    """Of a record that is not simply live."""

    DELETED = "deleted"
    """By a person; its counterpart is kept, and nothing is made anew for it."""
    DELETED_BY_US = "deleted_by_us"
    """Because its counterpart was deleted, and the setting says so."""
    AWAITS_CONFIRMATION = "awaits_confirmation"
    """Deleted by a person; the mass-deletion breaker held the deletion of its counterpart. Also while what was
    confirmed since could not be done yet: it is counted again when it is tried.
    """
    SUCCEEDED = "succeeded"
    """Another record took its place (merge, conversion) since the last commit: what that one leaves blank is no
    clear.
    """
    MERGED = "merged"
    """Into a record that is linked with another one: the link stays as it is until a person merges the counterpart too.
    """


States = Mapping[Side, SideState]
"""By side; a live record's side is missing."""

DELETED_STATES = frozenset({SideState.DELETED, SideState.DELETED_BY_US, SideState.AWAITS_CONFIRMATION})
_OF_THE_SURVIVOR = frozenset({ChangeKind.DELETE, ChangeKind.MERGE, ChangeKind.CONVERT, ChangeKind.UNDELETE})


def is_deleted(states: States, side: Side) -> bool:
    return states.get(side) in DELETED_STATES


def rests(states: States) -> bool:
    """Whether a record of the link is deleted, so that nothing can move."""
    return any(is_deleted(states, side) for side in Side)


def can_be_named(states: States) -> bool:
    """Whether records of other links may refer to these: neither CRM takes the id of a record that is gone."""
    return not rests(states) and SideState.MERGED not in states.values()


def wakes(change: Change, states: States, *, resumed: bool) -> bool:
    """Whether a change of a resting link is worth a look: the record that is gone may be back, or the other one may
    be gone too. Edits of the survivor are not, and cost no call; a resync looks.
    """
    if SideState.AWAITS_CONFIRMATION in states.values() and not is_deleted(states, change.ref.side):
        return resumed or change.kind in _OF_THE_SURVIVOR
    if resumed or change.first_link:
        return True
    if is_deleted(states, change.ref.side):
        return change.kind is not ChangeKind.DELETE
    return change.kind in _OF_THE_SURVIVOR
