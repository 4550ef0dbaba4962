"""The merge of one mapped field of two linked records: pure, and the same on every worker.

A side has changed iff its value differs from its own base. `merge_table` says who gives way then; this module adds
what the table does not see: values that agree although they look different, fields that cannot be written or
converted, fallbacks, and fields that have no base yet.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Final

from crmsync.core.absent import Absent
from crmsync.core.campaigns import UNKNOWN, UNKNOWN_FIX, unknown_campaigns
from crmsync.core.compound import overlaid, parts_of, without_parts
from crmsync.core.conflict import ConflictTimes, later_side
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import convert
from crmsync.core.fallbacks import is_fallback
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.field_pair import FieldPair
from crmsync.core.link import BaseValue
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.merge_table import MERGE_TABLE, Changed, first_link_target
from crmsync.core.normal_form import normalise
from crmsync.core.opt_out_latch import latch
from crmsync.core.owner_directory import OWNER
from crmsync.core.owner_merge import merge_owner
from crmsync.core.pair_settings import PairSettings
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value
from crmsync.core.reference_merge import merge_reference

NO_SIDE: Final[AbstractSet[Side]] = frozenset()
_DEFAULT_SETTINGS: Final = PairSettings()
_ACTIONS: Final = {Side.HUBSPOT: Action.TO_HUBSPOT, Side.SALESFORCE: Action.TO_SALESFORCE}


def is_unchanged(
    mapping: FieldMapping,
    salesforce_type: str,
    hubspot: Value | Absent,
    salesforce: Value | Absent,
    base: BaseValue,
) -> bool:
    """Whether both sides show what they showed at the last commit: most fields of most records, and so told at once."""
    if isinstance(hubspot, Absent) or isinstance(salesforce, Absent) or mapping.rule is Rule.DONT_SYNC:
        return False
    return _is_shown(hubspot, base.hubspot, Side.HUBSPOT, mapping.hubspot_type) and _is_shown(
        salesforce, base.salesforce, Side.SALESFORCE, field_type(mapping, Side.SALESFORCE, salesforce_type)
    )


def _is_shown(value: Value, known: Value, side: Side, kind: FieldType) -> bool:
    """Texts of a base are in normal form and shortened, so that an equal one needs neither."""
    if value == known and type(value) is str and shorten(value) == value:
        return True
    return shorten(normalise(value, side, kind)) == known


def unchanged(mapping: FieldMapping, base: BaseValue) -> FieldDecision:
    return FieldDecision(mapping.hubspot, Action.NOTHING, mapping.rule, Reason.UNCHANGED, base)


def merge_field(
    mapping: FieldMapping,
    salesforce_type: str,
    hubspot: Value | Absent,
    salesforce: Value | Absent,
    base: BaseValue | None,
    *,
    times: ConflictTimes,
    first_link: bool = False,
    changed_here: AbstractSet[Side] = NO_SIDE,
    settings: PairSettings = _DEFAULT_SETTINGS,
    required: Collection[str] = (),
) -> FieldDecision:
    """Decides one field. Values may come as read or in normal form; ABSENT moves nothing.

    A record that is about to be created shows None in every field. `first_link` (a new link, a resync) and
    `changed_here` (the sides whose events name this field) matter only while the field has no base: without them
    the field is seeded silently. A field by `dont_sync` loses its base, so that switching the rule on later starts
    it like a mapping that was just added, instead of writing all that drifted in the meantime. `required` are the
    fields that the Salesforce object cannot be without.

    A first link clears nothing: what the side that always wins leaves blank the other keeps, and both are its base. The
    next change of the field, on either side, goes by the rule, and then a blank counts.
    """
    if mapping.rule is Rule.DONT_SYNC:
        return FieldDecision(mapping.hubspot, Action.NOTHING, mapping.rule, Reason.DONT_SYNC, None)
    if isinstance(hubspot, Absent) or isinstance(salesforce, Absent):
        return FieldDecision(mapping.hubspot, Action.NOTHING, mapping.rule, Reason.ABSENT, base)
    own = _normal(mapping, salesforce_type, hubspot, salesforce, settings)
    seen = BaseValue(shorten(own.hubspot), shorten(own.salesforce))
    if base is not None and seen == base:
        return unchanged(mapping, base)
    may_link = first_link or bool(changed_here)
    if mapping.hubspot == OWNER:
        return merge_owner(mapping, salesforce_type, own, base, times=times, may_link=may_link)
    if mapping.reference is not None:
        return merge_reference(mapping, salesforce_type, own, base, times)
    is_placeholder = is_fallback(own.salesforce, mapping.salesforce[salesforce_type], settings)
    pair = FieldPair(mapping, salesforce_type, own.hubspot, own.salesforce, is_placeholder, required, seen, base)
    return _merge(pair, times, changed_here, may_link=may_link, is_new=salesforce is None)


def _normal(
    mapping: FieldMapping, salesforce_type: str, hubspot: Value, salesforce: Value, settings: PairSettings
) -> BaseValue:
    """Both sides' values in normal form; of a compound without what are mere fallbacks."""
    kind = field_type(mapping, Side.SALESFORCE, salesforce_type)
    own = normalise(salesforce, Side.SALESFORCE, kind)
    if kind.kind is Kind.COMPOUND:
        own = without_parts(own, settings.required_fallbacks)
    return BaseValue(normalise(hubspot, Side.HUBSPOT, mapping.hubspot_type), own)


def _merge(
    pair: FieldPair, times: ConflictTimes, changed_here: AbstractSet[Side], *, may_link: bool, is_new: bool
) -> FieldDecision:
    if pair.mapping.is_latch:
        return _merge_latch(pair)
    if pair.mapping.is_mirror or (pair.mapping.rule is Rule.MEMBER_STATUS and None in {pair.hubspot, pair.salesforce}):
        return _mirror(pair)
    if pair.base is not None:
        return _merge_changed(pair, times)
    if may_link:
        return _link_first(pair, changed_here, is_new=is_new)
    return pair.leave(Reason.SEEDED, pair.seen, Action.SEED)


def _link_first(pair: FieldPair, changed_here: AbstractSet[Side], *, is_new: bool) -> FieldDecision:
    """A field without base. `is_new` tells the blank of a record to be created from a live boolean's False."""
    if pair.is_in_step():
        return pair.leave(Reason.IN_STEP, pair.seen)
    target = first_link_target(
        pair.mapping.rule,
        hubspot_blank=pair.is_blank(Side.HUBSPOT),
        salesforce_blank=(is_new and pair.mapping.transform is None) or pair.is_blank(Side.SALESFORCE),
    )
    if target is None:
        return pair.leave(Reason.FIRST_LINK_KEEPS, pair.seen)
    blocked = pair.blocked(target)
    if blocked is not None:
        return pair.leave(blocked, pair.seen)
    return _write(pair, target, Reason.FIRST_LINK, overruled=target in changed_here)


def _merge_changed(pair: FieldPair, times: ConflictTimes) -> FieldDecision:
    changed = _changed(pair)
    if changed is None:
        return pair.leave(Reason.FALLBACK, pair.seen)
    if pair.is_in_step():
        return pair.leave(Reason.IN_STEP, pair.seen)
    verdict = _verdict(pair, changed, times)
    if verdict is None:
        return pair.leave(Reason.NEEDS_TIMES, pair.base, Action.NEEDS_TIMES)
    target, reason = verdict
    if target is Side.HUBSPOT and pair.is_placeholder:
        return pair.leave(Reason.FALLBACK, pair.seen)
    blocked = pair.blocked(target)
    if blocked is not None:
        # The base stays, so that the change travels as soon as the field can be written.
        return pair.leave(blocked, pair.base)
    return _write(pair, target, reason, overruled=pair.has_changed(target))


def _changed(pair: FieldPair) -> Changed | None:
    hubspot, salesforce = pair.has_changed(Side.HUBSPOT), pair.has_changed(Side.SALESFORCE)
    if hubspot and salesforce:
        return Changed.BOTH
    if hubspot:
        return Changed.ONLY_HUBSPOT
    return Changed.ONLY_SALESFORCE if salesforce else None


def _merge_latch(pair: FieldPair) -> FieldDecision:
    """HubSpot's property is read-only and opted out all the same, by another way. That Salesforce's box cannot be
    ticked must be seen by somebody.
    """
    target, reason, overruled = latch(pair.hubspot, pair.salesforce, pair.base)
    if target is None:
        return pair.leave(reason, pair.seen)
    if target is Side.SALESFORCE and pair.blocked(target) is not None:
        name = pair.mapping.salesforce[pair.salesforce_type]
        fix = f"Give the integration user edit access to {name}."
        return _park(pair, Reason.READ_ONLY, f"The person opted out in HubSpot, and {name} is read-only.", fix)
    return _write(pair, target, reason, overruled=overruled)


def _mirror(pair: FieldPair) -> FieldDecision:
    """Without a silent first base: nothing of HubSpot's can be lost."""
    if pair.is_in_step():
        return pair.leave(Reason.IN_STEP, pair.seen)
    blocked = pair.blocked(Side.HUBSPOT)
    if blocked is not None:
        return pair.leave(blocked, pair.base)
    if unknown_campaigns(pair.salesforce, pair.mapping):
        return _park(pair, Reason.UNKNOWN_CAMPAIGN, UNKNOWN, UNKNOWN_FIX)
    return _write(pair, Side.HUBSPOT, Reason.MIRRORED, overruled=pair.has_changed(Side.HUBSPOT))


def _verdict(pair: FieldPair, changed: Changed, times: ConflictTimes) -> tuple[Side, Reason] | None:
    """The side to write and why; None while the times of a conflict are to be read."""
    cell = MERGE_TABLE[pair.mapping.rule][changed]
    if cell.if_blank is not None and pair.is_blank(Side.SALESFORCE):
        return cell.if_blank
    if cell.target is not None:
        return cell.target, cell.reason
    writable = [side for side in Side if pair.blocked(side) is None]
    if len(writable) == 1:
        return writable[0], Reason.ONLY_WRITABLE_SIDE
    winner = later_side(times)
    return None if winner is None else (winner[0].other, winner[1])


def _write(pair: FieldPair, target: Side, reason: Reason, *, overruled: bool) -> FieldDecision:
    mapping, salesforce_type = pair.mapping, pair.salesforce_type
    try:
        value = convert(pair.counted(target.other), mapping, target, salesforce_type)
    except ConversionError as error:
        return _park(pair, Reason.NOT_CONVERTIBLE, error.reason, error.fix)
    if value is None and pair.type_of(target).is_required:
        return pair.leave(Reason.REQUIRED, pair.seen)
    cleared = [name for name in _cleared(pair, target, value) if name in pair.required]
    if cleared:
        return _park_required(pair, cleared[0])
    if pair.type_of(target).kind is Kind.COMPOUND:
        value = overlaid(pair.shown(target), value, pair.type_of(target))
    written = shorten(value)
    return FieldDecision(
        mapping.hubspot,
        _ACTIONS[target],
        mapping.rule,
        reason,
        BaseValue(written, pair.seen.salesforce) if target is Side.HUBSPOT else BaseValue(pair.seen.hubspot, written),
        value,
        pair.shown(target),
        overruled,
    )


def _cleared(pair: FieldPair, target: Side, value: Value) -> list[str]:
    """The fields of Salesforce that the write would leave blank."""
    if target is Side.HUBSPOT:
        return []
    if pair.type_of(target).kind is Kind.COMPOUND:
        return [name for name, part in parts_of(value).items() if part is None]
    return [pair.mapping.salesforce[pair.salesforce_type]] if value is None else []


def _park_required(pair: FieldPair, name: str) -> FieldDecision:
    return _park(
        pair,
        Reason.REQUIRED,
        f"The value was cleared in HubSpot, and Salesforce requires {name}.",
        f"Fill in {pair.mapping.hubspot} in HubSpot.",
    )


def _park(pair: FieldPair, reason: Reason, park_reason: str, park_fix: str) -> FieldDecision:
    parked = pair.leave(reason, pair.base, Action.PARK)
    return parked._replace(park_reason=park_reason, park_fix=park_fix)
