"""Plans one record: reads of both sides and the base in, values to write and the base to be remembered out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from crmsync.core.absent import Absent
from crmsync.core.attachment import awaited, is_attachment
from crmsync.core.creation_values import with_creation_values
from crmsync.core.decide import decide
from crmsync.core.exchange_plan import with_exchange, with_new_currency
from crmsync.core.fallbacks import fallbacks_for
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.inclusion import held_mappings
from crmsync.core.lead_activities import with_lead_alone
from crmsync.core.lifecycle_plan import with_lifecycle
from crmsync.core.link import BaseValue, Entry
from crmsync.core.mapped_field import field_names, field_type, fields_of, with_field
from crmsync.core.mapped_writes import keys_by_field, wire_values
from crmsync.core.mapping import FieldMapping, Kind, Rule
from crmsync.core.money import with_currency
from crmsync.core.obstacle import obstacle_of
from crmsync.core.opt_out_latch import is_unsubscription
from crmsync.core.overwritten import CoveredEdit, covered_edits
from crmsync.core.plan_input import PlanInput, normal, shown
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value
from crmsync.core.record_plan import RecordPlan
from crmsync.core.recovered import recovered
from crmsync.core.staging import with_pipelines, with_stage
from crmsync.core.state_and_country import with_codes_of_country, with_countries

TARGETS: Mapping[Action, Side] = {Action.TO_HUBSPOT: Side.HUBSPOT, Action.TO_SALESFORCE: Side.SALESFORCE}


class _Step(NamedTuple):
    """What one mapping contributes to the plan."""

    mapping: FieldMapping
    decision: FieldDecision
    moves: tuple[Entry, ...] = ()
    noted: tuple[Entry, ...] = ()


def plan_record(given: PlanInput) -> RecordPlan:
    """Deterministic; a plan made after this one was carried out is empty."""
    given = with_new_currency(given)
    mappings = with_pipelines(with_codes_of_country(given.pair.mapped(given.salesforce_type), given), given)
    mappings = with_exchange(mappings, given)
    held = held_mappings(mappings, given)
    apart = (*held, *(mapping for mapping in mappings if not mapping.is_field))
    waiting = given.left_out.union(mapping.hubspot for mapping in apart)
    steps = _steps([mapping for mapping in mappings if mapping.hubspot not in waiting], given)
    plan = RecordPlan(
        writes={side: dict(_writes(steps, side, given.salesforce_type)) for side in Side},
        entries=tuple(entry for step in steps for entry in step.moves),
        base=_base([step.decision for step in steps], given),
        parked={
            step.decision.key: obstacle_of(step.mapping, step.decision)
            for step in steps
            if step.decision.action is Action.PARK
        },
        needs_times=tuple(
            name
            for step in steps
            if step.decision.action is Action.NEEDS_TIMES
            for name in field_names(step.mapping, Side.HUBSPOT, given.salesforce_type)
        ),
        noted=(*recovered(given), *(entry for step in steps for entry in step.noted), *_told_of_held(held, given)),
        still_parked=tuple(sorted(given.left_out)),
        attachments=tuple(one for step in steps for one in step.moves if is_attachment(step.mapping, one)),
        awaits={
            step.decision.key: awaited(step.mapping, given) for step in steps if step.decision.action is Action.WAIT
        },
        keys={side: keys_by_field(mappings, side, given.salesforce_type) for side in Side},
    )
    plan = with_currency(with_stage(with_countries(_with_fallbacks(plan, given), given), given), given)
    return with_lead_alone(with_creation_values(with_lifecycle(plan, given), given), given)


def _steps(mappings: Sequence[FieldMapping], given: PlanInput) -> list[_Step]:
    """Transforms come last: they may read fields that other mappings write in this very plan."""
    derived = [mapping for mapping in mappings if mapping.transform is not None]
    steps = [_step(mapping, given) for mapping in mappings if mapping.transform is None]
    if not derived:
        return steps
    written = {side: dict(_writes(steps, side, given.salesforce_type)) for side in Side}
    ahead = replace(given, ahead=written)
    return [*steps, *(_step(mapping, ahead) for mapping in derived)]


def _step(mapping: FieldMapping, given: PlanInput) -> _Step:
    if not given.told:
        return _plain_step(mapping, given)
    covered = list(_covered_edits(mapping, given))
    standing = next((one for one in covered if one[1].stands), None)
    step = _plain_step(mapping, given) if standing is None else _bring_back(mapping, given, *standing)
    told = tuple(_told_of(mapping, given, *one) for one in covered if one is not standing)
    return step._replace(noted=(*step.noted, *told))


def _plain_step(mapping: FieldMapping, given: PlanInput) -> _Step:
    decision = decide(mapping, given)
    if decision.action is Action.TELL:
        told = Entry(Side.HUBSPOT, decision.key, decision.old, decision.value, decision.rule, decision.reason)
        return _Step(mapping, decision, noted=(told,))
    return _Step(mapping, decision, (_entry(decision),) if decision.action in TARGETS else ())


def _covered_edits(mapping: FieldMapping, given: PlanInput) -> Iterator[tuple[Side, CoveredEdit]]:
    """By side, the edits that a write of ours covered. Nobody is opted in by bringing an edit of the opt-out back."""
    for side, told in given.told.items() if given.link is not None and not mapping.is_latch else ():
        names = field_names(mapping, side, given.salesforce_type)
        present = shown(given, mapping, side)
        told_edits = [one for one in told.shown if one.field in names]
        if given.link is None or not told_edits or isinstance(present, Absent):
            continue
        now = normal(present, mapping, side, given)
        edits = [(one.at, with_field(now, one, mapping, side, given.salesforce_type)) for one in told_edits]
        yield from ((side, edit) for edit in covered_edits(given.link, side, mapping.hubspot, edits, now))


def _told_of_held(held: Sequence[FieldMapping], given: PlanInput) -> Iterator[Entry]:
    """Nothing of them moves, but no edit that a write of ours covered may be lost without a word."""
    return (_told_of(mapping, given, *one) for mapping in held for one in _covered_edits(mapping, given))


def _told_of(mapping: FieldMapping, given: PlanInput, side: Side, edit: CoveredEdit) -> Entry:
    present = normal(shown(given, mapping, side), mapping, side, given)
    return Entry(side, mapping.hubspot, edit.value, present, mapping.rule, Reason.COVERED, overruled=True)


def _bring_back(mapping: FieldMapping, given: PlanInput, side: Side, edit: CoveredEdit) -> _Step:
    """Decides as if the edit still stood. Where it loses, history tells of it; where it wins, it is written again."""
    decision = decide(mapping, _as_edited(given, mapping, side, edit))
    present = normal(shown(given, mapping, side), mapping, side, given)
    moves = (_entry(decision),) if decision.action in TARGETS else ()
    if decision.action in TARGETS and TARGETS[decision.action] is side:
        is_there = present == decision.value
        return _Step(mapping, decision, () if is_there else moves, moves if is_there else ())
    again = Entry(side, mapping.hubspot, present, edit.value, mapping.rule, Reason.BROUGHT_BACK)
    return _Step(mapping, decision, (*moves, again))


def _as_edited(given: PlanInput, mapping: FieldMapping, side: Side, edit: CoveredEdit) -> PlanInput:
    fields = fields_of(edit.value, mapping, side, given.salesforce_type)
    record = given.hubspot if side is Side.HUBSPOT else given.salesforce
    if record is None:
        return given
    as_edited = replace(record, values={**record.values, **fields})
    if side is Side.SALESFORCE:
        return replace(given, salesforce=as_edited)
    # The property's history would tell of our write, not of the edit.
    return replace(
        given, hubspot=as_edited, property_times={**(given.property_times or {}), **dict.fromkeys(fields, edit.at)}
    )


def _writes(steps: Sequence[_Step], side: Side, salesforce_type: str) -> Iterator[tuple[str, Value]]:
    for step in steps:
        for entry in step.moves:
            if entry.side is side and not is_unsubscription(entry) and not is_attachment(step.mapping, entry):
                yield from wire_values(entry, step.mapping, salesforce_type)


def _entry(decision: FieldDecision) -> Entry:
    return Entry(
        side=TARGETS[decision.action],
        field=decision.key,
        old=decision.old,
        new=decision.value,
        rule=decision.rule,
        reason=decision.reason,
        overruled=decision.overruled,
    )


def _base(decisions: Sequence[FieldDecision], given: PlanInput) -> dict[str, BaseValue]:
    """Fields that were not decided now (absent, parked, of another object type) keep the base they had."""
    base: dict[str, BaseValue] = dict(given.link.base) if given.link is not None else {}
    for decision in decisions:
        if decision.base is not None:
            base[decision.key] = decision.base
        else:
            base.pop(decision.key, None)
    return base


def _with_fallbacks(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """A creation in Salesforce gets what the platform requires; base remembers it as Salesforce's own value."""
    if given.salesforce is not None:
        return plan
    required = given.pair.required(given.salesforce_type)
    fallbacks = fallbacks_for(required, plan.writes[Side.SALESFORCE], given.pair.settings)
    writes = {**plan.writes, Side.SALESFORCE: {**plan.writes[Side.SALESFORCE], **fallbacks.values}}
    base = dict(plan.base)
    entries = list(plan.entries)
    synced = {one.hubspot for one in given.pair.mappings if _remembers_fallback(one, given)}
    for name, value in fallbacks.values.items():
        key = plan.keys[Side.SALESFORCE].get(name)
        if key in synced:
            base[key] = BaseValue(hubspot=base[key].hubspot if key in base else None, salesforce=value)
            entries.append(Entry(Side.SALESFORCE, key, None, value, "", Reason.FALLBACK))
    return replace(plan, writes=writes, base=base, entries=tuple(entries), missing=fallbacks.missing)


def _remembers_fallback(mapping: FieldMapping, given: PlanInput) -> bool:
    """In a compound a fallback counts as blank."""
    is_compound = field_type(mapping, Side.SALESFORCE, given.salesforce_type).kind is Kind.COMPOUND
    return mapping.rule is not Rule.DONT_SYNC and not is_compound
