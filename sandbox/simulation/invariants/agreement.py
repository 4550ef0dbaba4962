"""Mapped fields agree by the rules: a plan made now has nothing to write."""

from __future__ import annotations

from collections.abc import Iterator

from crmsync.core.link import Link
from crmsync.core.parked import WHOLE_RECORD
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput

from sandbox.simulation.invariants.state import State


def disagreements(state: State) -> Iterator[str]:
    for link in (*state.links, *state.organisations):
        parts = state.parts_parked(link.hubspot)
        if WHOLE_RECORD not in parts and link.hubspot not in state.outsiders:
            yield from _unwritten(link, parts, state)


def _unwritten(link: Link, parts: set[str], state: State) -> Iterator[str]:
    hubspot, salesforce = (state.record(ref) for ref in (link.hubspot, link.salesforce))
    if hubspot is None or salesforce is None:
        return
    plan = plan_record(
        PlanInput(
            pair=state.pair_of(link),
            salesforce_type=link.salesforce.object_type,
            hubspot=hubspot,
            salesforce=salesforce,
            link=link,
            left_out=frozenset(parts),
            now=state.world.scheduler.now,
        )
    )
    for side, values in plan.writes.items():
        for name in values:
            yield f"{link.hubspot.key} ~ {link.salesforce.key}: {name} of {side} is not in step"
    if plan.unsubscription is not None:
        yield f"{link.hubspot.key} ~ {link.salesforce.key}: an opt-out is not carried"
    for key in (*plan.needs_times, *plan.parked):
        yield f"{link.hubspot.key} ~ {link.salesforce.key}: {key} is undecided"
