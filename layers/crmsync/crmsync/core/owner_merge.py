"""The merge of a record's owner: two-way, and always of people who are known on both sides.

| what | what is written |
|---|---|
| Salesforce's owner changed | HubSpot, if that user is an owner there; else HubSpot is left as it is |
| HubSpot's owner changed | Salesforce, if that owner is an active user there; else HubSpot is set back |
| HubSpot's owner was cleared | HubSpot is set back: Salesforce always has an owner |
| both changed | the later change; one that Salesforce cannot take counts as the earlier |
| first link | HubSpot gets Salesforce's owner |
| new record in Salesforce | HubSpot's owner; without a match Salesforce chooses, by its rules for leads |

Setting back means Salesforce's owner; where that one is nobody in HubSpot (a queue), HubSpot is left as it is.
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.conflict import ConflictTimes, later_side
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.owner_directory import OwnerDirectory
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value

UNKNOWN = "The owner is not in the list of HubSpot's owners and Salesforce's users yet."
UNKNOWN_FIX = "Nothing: the list is read again within minutes, and the record goes on by itself."


class _Owner(NamedTuple):
    """Both owners in normal form, and who they are on the other side (None: nobody)."""

    mapping: FieldMapping
    salesforce_type: str
    hubspot: Value
    salesforce: Value
    base: BaseValue | None
    in_hubspot: str | None
    in_salesforce: str | None

    @property
    def seen(self) -> BaseValue:
        return BaseValue(self.hubspot, self.salesforce)

    def is_in_step(self) -> bool:
        return self.hubspot == self.in_hubspot if self.in_hubspot else self.salesforce == self.in_salesforce

    def has_changed(self, side: Side) -> bool:
        """An owner whom Salesforce chose for a record that crmsync made, and whom HubSpot does not know, is none."""
        if self.base is None or (side is Side.SALESFORCE and self.base.salesforce is None and not self.in_hubspot):
            return False
        return self.seen.of(side) != self.base.of(side)

    def is_writable(self, side: Side) -> bool:
        return field_type(self.mapping, side, self.salesforce_type).writable

    def leave(self, reason: Reason, base: BaseValue | None, action: Action = Action.NOTHING) -> FieldDecision:
        return FieldDecision(self.mapping.hubspot, action, self.mapping.rule, reason, base, self.hubspot, self.hubspot)

    def tell(self) -> FieldDecision:
        """Nothing can be written for want of a match: history says so, once."""
        return self.leave(Reason.NO_MATCHING_OWNER, self.seen, Action.TELL)

    def to_hubspot(self, reason: Reason, *, overruled: bool = False) -> FieldDecision:
        """HubSpot gets Salesforce's owner, if that is somebody there."""
        if self.in_hubspot is None:
            return self.tell()
        if self.in_hubspot == self.hubspot:
            return self.leave(Reason.IN_STEP, self.seen)
        if not self.is_writable(Side.HUBSPOT):
            return self.leave(Reason.READ_ONLY, self.base)
        base = BaseValue(self.in_hubspot, self.salesforce)
        return self._written(Action.TO_HUBSPOT, reason, base, self.in_hubspot, self.hubspot, overruled=overruled)

    def to_salesforce(self, reason: Reason, *, overruled: bool = False) -> FieldDecision:
        """Salesforce gets HubSpot's owner, who is an active user there."""
        if not self.is_writable(Side.SALESFORCE):
            return self.leave(Reason.READ_ONLY, self.base)
        base = BaseValue(self.hubspot, self.in_salesforce)
        values = (self.in_salesforce, self.salesforce)
        return self._written(Action.TO_SALESFORCE, reason, base, *values, overruled=overruled)

    def _written(
        self, action: Action, reason: Reason, base: BaseValue, value: Value, old: Value, *, overruled: bool
    ) -> FieldDecision:
        return FieldDecision(self.mapping.hubspot, action, self.mapping.rule, reason, base, value, old, overruled)


def merge_owner(
    mapping: FieldMapping,
    salesforce_type: str,
    values: BaseValue,
    base: BaseValue | None,
    *,
    times: ConflictTimes,
    may_link: bool,
) -> FieldDecision:
    """`values` are both sides' in normal form; a Salesforce record to be created shows None. `may_link` as in
    `merge_field`: a new link, a resync, or an event that names the field.
    """
    directory = mapping.owners
    if directory is None:
        return FieldDecision(mapping.hubspot, Action.NOTHING, mapping.rule, Reason.UNKNOWN_OWNER, base)
    owner = _owner(mapping, salesforce_type, values, base, directory)
    if not all(directory.knows(side, values.of(side)) for side in Side):
        return owner.leave(Reason.UNKNOWN_OWNER, base, Action.PARK)._replace(park_reason=UNKNOWN, park_fix=UNKNOWN_FIX)
    if values.salesforce is None:
        return _of_new_record(owner)
    if owner.is_in_step():
        return owner.leave(Reason.IN_STEP, owner.seen)
    return _of_changes(owner, times) if base is not None else _of_first_link(owner, may_link=may_link)


def _owner(
    mapping: FieldMapping, salesforce_type: str, values: BaseValue, base: BaseValue | None, directory: OwnerDirectory
) -> _Owner:
    in_hubspot, in_salesforce = directory.owner_of(values.salesforce), directory.user_of(values.hubspot)
    return _Owner(mapping, salesforce_type, values.hubspot, values.salesforce, base, in_hubspot, in_salesforce)


def _of_new_record(owner: _Owner) -> FieldDecision:
    if owner.hubspot is None:
        return owner.leave(Reason.IN_STEP, owner.seen)
    return owner.to_salesforce(Reason.FIRST_LINK) if owner.in_salesforce else owner.tell()


def _of_first_link(owner: _Owner, *, may_link: bool) -> FieldDecision:
    return owner.to_hubspot(Reason.FIRST_LINK) if may_link else owner.leave(Reason.SEEDED, owner.seen, Action.SEED)


def _of_changes(owner: _Owner, times: ConflictTimes) -> FieldDecision:
    hubspot, salesforce = owner.has_changed(Side.HUBSPOT), owner.has_changed(Side.SALESFORCE)
    if not hubspot:
        return owner.to_hubspot(Reason.SALESFORCE_CHANGED) if salesforce else owner.leave(Reason.UNCHANGED, owner.base)
    if owner.in_salesforce is None:
        refused = Reason.REQUIRED if owner.hubspot is None else Reason.NO_MATCHING_OWNER
        return owner.to_hubspot(refused, overruled=True)
    if not salesforce:
        return owner.to_salesforce(Reason.HUBSPOT_CHANGED)
    winner = later_side(times)
    if winner is None:
        return owner.leave(Reason.NEEDS_TIMES, owner.base, Action.NEEDS_TIMES)
    side, reason = winner
    write = owner.to_salesforce if side is Side.HUBSPOT else owner.to_hubspot
    return write(reason, overruled=True)
