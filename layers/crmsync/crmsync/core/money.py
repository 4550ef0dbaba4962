"""Amounts cross only together with their currency: a number in another one would be wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from crmsync.core.configuration import PairConfiguration
from crmsync.core.obstacle import Obstacle
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Side
from crmsync.core.record_plan import RecordPlan

WAITS = Obstacle(
    "The currency does not cross, and a number without its currency would be wrong.",
    "Add the currency to the system that lacks it, with the same code.",
)


def amount_with(touched: Collection[str], pair: PairConfiguration) -> set[str]:
    """The mapping keys, with that of the amount where its currency is one of them: the amount waits for it."""
    money = pair.object_pair.money
    return {*touched, money.amount} if money is not None and money.currency in touched else {*touched}


def with_currency(plan: RecordPlan, given: PlanInput) -> RecordPlan:
    """The plan in which the amount waits where its currency does, with the base that it had."""
    money = given.pair.object_pair.money
    if money is None or money.currency not in plan.parked_keys:
        return plan
    names = {side: [name for name, key in plan.keys[side].items() if key == money.amount] for side in Side}
    if not any(plan.writes[side].keys() & set(names[side]) for side in Side):
        return plan
    for side in Side:
        plan = plan.without(side, [name for name in names[side] if name in plan.writes[side]])
    before = given.link.base.get(money.amount) if given.link is not None else None
    base = {key: value for key, value in plan.base.items() if key != money.amount}
    base |= {money.amount: before} if before is not None else {}
    return replace(plan, base=base, parked={**plan.parked, money.amount: WAITS})
