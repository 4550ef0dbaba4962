"""Decides one field of one record: which base counts, whether it is at its first link, and then the merge. Pure."""

from __future__ import annotations

from crmsync.core.absent import Absent
from crmsync.core.compound import is_of
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.field_times import conflict_times
from crmsync.core.inclusion import is_linked_by_address
from crmsync.core.link import BaseValue
from crmsync.core.mapped_field import field_names, field_type
from crmsync.core.mapping import FieldMapping
from crmsync.core.merge import is_unchanged, merge_field, unchanged
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.record import Side, Value
from crmsync.core.side_state import SideState


def decide(mapping: FieldMapping, given: PlanInput) -> FieldDecision:
    """What becomes of the field; see `merge_field`."""
    is_vacated, is_filled = _is_vacated(mapping, given), _is_filled(mapping, given)
    base = _base_of(mapping, given) if not is_vacated else None
    hubspot, salesforce = shown(given, mapping, Side.HUBSPOT), shown(given, mapping, Side.SALESFORCE)
    if base is not None and is_unchanged(mapping, given.salesforce_type, hubspot, salesforce, base):
        return _filled(mapping, given, base, hubspot, salesforce) if is_filled else unchanged(mapping, base)
    if base is not None and not _is_of_its_fields(base, mapping, given):
        base = None
    return _merged(mapping, given, base, hubspot, salesforce, is_first_link=is_filled or is_vacated)


def _filled(
    mapping: FieldMapping, given: PlanInput, base: BaseValue, hubspot: Value | Absent, salesforce: Value | Absent
) -> FieldDecision:
    """As at a first link. A value that cannot cross leaves the base as it was: nobody changed it."""
    decision = _merged(mapping, given, None, hubspot, salesforce, is_first_link=True)
    return decision._replace(base=base) if decision.action is Action.PARK else decision


def _merged(
    mapping: FieldMapping,
    given: PlanInput,
    base: BaseValue | None,
    hubspot: Value | Absent,
    salesforce: Value | Absent,
    *,
    is_first_link: bool,
) -> FieldDecision:
    changed_here = frozenset(
        side
        for side, told in given.told.items()
        if not told.times.keys().isdisjoint(field_names(mapping, side, given.salesforce_type))
    )
    keeps_address = _keeps_address(mapping, given)
    is_first = given.first_link or is_first_link or _waits_for_first_link(mapping, given)
    return merge_field(
        mapping,
        given.salesforce_type,
        hubspot=hubspot,
        salesforce=salesforce,
        base=base,
        times=conflict_times(mapping, given),
        first_link=not keeps_address and is_first,
        changed_here=frozenset() if keeps_address else changed_here,
        settings=given.pair.settings,
        required=given.pair.required(given.salesforce_type),
    )


def _is_filled(mapping: FieldMapping, given: PlanInput) -> bool:
    """Whether values that differ are put in step although neither side changed them: of a resynced record all but the
    address (records may have met by an additional one), and of a back-fill those that it names; a transform may be
    another one by now. An edit that waits to cross goes before.
    """
    if given.link is None or mapping.is_latch:
        return False
    return mapping.hubspot in given.fills or (given.first_link and mapping.hubspot != given.pair.address)


def _is_of_its_fields(base: BaseValue, mapping: FieldMapping, given: PlanInput) -> bool:
    """The mapping may have had other fields when the base was taken."""
    return all(is_of(base.of(side), field_type(mapping, side, given.salesforce_type)) for side in Side)


def _base_of(mapping: FieldMapping, given: PlanInput) -> BaseValue | None:
    """HubSpot keeps opt-outs by address: that of a new address has no past, and nobody subscribed again by it."""
    base = given.link.base if given.link is not None else {}
    name = given.pair.address
    if mapping.is_latch and name in base and given.hubspot is not None:
        address = next(one for one in given.pair.mappings if one.hubspot == name)
        if normal(given.hubspot.values.get(name), address, Side.HUBSPOT, given) != base[name].hubspot:
            return None
    return base.get(mapping.hubspot)


def _is_vacated(mapping: FieldMapping, given: PlanInput) -> bool:
    """The record that took another one's place (merge, conversion) has no value where that one had: nobody cleared
    it, so the field is at its first link.
    """
    if given.link is None or mapping.hubspot not in given.link.base:
        return False
    base = given.link.base[mapping.hubspot]
    return any(
        state is SideState.SUCCEEDED
        and base.of(side) is not None
        and not isinstance(present := shown(given, mapping, side), Absent)
        and normal(present, mapping, side, given) is None
        for side, state in given.link.states.items()
    )


def _keeps_address(mapping: FieldMapping, given: PlanInput) -> bool:
    """Records that are linked now may have met by an additional address: each keeps the primary one it has."""
    if given.link is not None or mapping.hubspot != given.pair.address:
        return False
    return all(normal(shown(given, mapping, side), mapping, side, given) is not None for side in Side)


def _waits_for_first_link(mapping: FieldMapping, given: PlanInput) -> bool:
    """A field that was parked or could not be written when the records were linked has no base: it is still at its
    first link. So is everything but the address of a person who was linked outside the inclusion list.
    """
    if given.link is None:
        return False
    if is_linked_by_address(given):
        return True
    intended = given.link.intents.entries if given.link.intents is not None else ()
    return mapping.hubspot in given.link.parked or any(entry.field == mapping.hubspot for entry in intended)
