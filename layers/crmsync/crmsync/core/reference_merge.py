"""The merge of a reference: two ids of other records, which agree when those records are linked with one another.

By the rule of its mapping, as every field, with these differences: a reference has no silent first base, so that what
was switched on later is attached all the same; and while the record that is to be named on the other side is not
linked, the field waits: nothing is written, and its base stays as it is. As of every field, a first link clears none:
whom one record names and the side that always wins does not, stays named until either side changes.
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.conflict import ConflictTimes, later_side
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.merge_table import MERGE_TABLE, Changed, first_link_target
from crmsync.core.reasons import Reason
from crmsync.core.record import Side
from crmsync.core.reference import LinkedIds, Reference

_ACTIONS = {Side.HUBSPOT: Action.TO_HUBSPOT, Side.SALESFORCE: Action.TO_SALESFORCE}
_CHANGED = {(True, True): Changed.BOTH, (True, False): Changed.ONLY_HUBSPOT, (False, True): Changed.ONLY_SALESFORCE}


class _Referring(NamedTuple):
    """What both records refer to, in normal form."""

    mapping: FieldMapping
    reference: Reference
    linked: LinkedIds
    salesforce_type: str
    seen: BaseValue
    base: BaseValue | None

    def counterpart(self, side: Side) -> str | None:
        """The id on the other side of what this side refers to; None while it is not linked."""
        ref = self.reference.ref(side, self.seen.of(side))
        return self.linked.counterpart(ref) if ref is not None else None

    def is_in_step(self) -> bool:
        hubspot, salesforce = self.seen.hubspot, self.seen.salesforce
        return hubspot == salesforce if None in (hubspot, salesforce) else self.counterpart(Side.HUBSPOT) == salesforce

    def leave(self, reason: Reason, base: BaseValue | None, action: Action = Action.NOTHING) -> FieldDecision:
        return FieldDecision(self.mapping.hubspot, action, self.mapping.rule, reason, base)

    def write(self, target: Side, reason: Reason, *, overruled: bool = False) -> FieldDecision:
        source = target.other
        value = self.counterpart(source)
        if value is None and self.seen.of(source) is not None:
            return self.leave(Reason.WAITS_FOR_RECORD, self.base, Action.WAIT)
        if target is Side.SALESFORCE and not field_type(self.mapping, target, self.salesforce_type).writable:
            return self.leave(Reason.READ_ONLY, self.base)
        after = (
            BaseValue(value, self.seen.salesforce) if target is Side.HUBSPOT else BaseValue(self.seen.hubspot, value)
        )
        decision = self.leave(reason, after, _ACTIONS[target])
        return decision._replace(value=value, old=self.seen.of(target), overruled=overruled)


def merge_reference(
    mapping: FieldMapping, salesforce_type: str, values: BaseValue, base: BaseValue | None, times: ConflictTimes
) -> FieldDecision:
    """`values` are both sides' in normal form; a record that is about to be created shows None."""
    if mapping.linked is None or mapping.reference is None:
        return FieldDecision(mapping.hubspot, Action.NOTHING, mapping.rule, Reason.ABSENT, base)
    referring = _Referring(mapping, mapping.reference, mapping.linked, salesforce_type, values, base)
    if referring.is_in_step():
        return referring.leave(Reason.IN_STEP, values)
    return _of_first_link(referring) if base is None else _of_changes(referring, base, times)


def _of_first_link(referring: _Referring) -> FieldDecision:
    blank = {side: referring.seen.of(side) is None for side in Side}
    rule = referring.mapping.rule
    target = first_link_target(rule, hubspot_blank=blank[Side.HUBSPOT], salesforce_blank=blank[Side.SALESFORCE])
    if target is None:
        return referring.leave(Reason.FIRST_LINK_KEEPS, referring.seen)
    return referring.write(target, Reason.FIRST_LINK)


def _of_changes(referring: _Referring, base: BaseValue, times: ConflictTimes) -> FieldDecision:
    has_changed = {side: referring.seen.of(side) != base.of(side) for side in Side}
    changed = _CHANGED.get((has_changed[Side.HUBSPOT], has_changed[Side.SALESFORCE]))
    if changed is None:
        return referring.leave(Reason.UNCHANGED, base)
    verdict = _verdict(referring, changed, times)
    if verdict is None:
        return referring.leave(Reason.NEEDS_TIMES, base, Action.NEEDS_TIMES)
    target, reason = verdict
    return referring.write(target, reason, overruled=has_changed[target])


def _verdict(referring: _Referring, changed: Changed, times: ConflictTimes) -> tuple[Side, Reason] | None:
    cell = MERGE_TABLE[referring.mapping.rule][changed]
    if cell.if_blank is not None and referring.seen.salesforce is None:
        return cell.if_blank
    if cell.target is not None:
        return cell.target, cell.reason
    winner = later_side(times)
    return None if winner is None else (winner[0].other, winner[1])
