"""What keeps one field of a record from syncing while the rest goes on."""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.field_decision import FieldDecision
from crmsync.core.mapping import FieldMapping
from crmsync.core.parked import Category
from crmsync.core.reasons import Reason


class Obstacle(NamedTuple):
    """Why a field cannot sync, and what an administrator can do."""

    reason: str
    fix: str
    category: Category = Category.PROPERTY_VALUES


def obstacle_of(mapping: FieldMapping, decision: FieldDecision) -> Obstacle:
    """Of a decision to park."""
    category = Category.PROPERTY_VALUES
    if mapping.is_latch:
        category = Category.OPT_OUT_PENDING
    elif decision.reason in {Reason.UNKNOWN_OWNER, Reason.UNKNOWN_CAMPAIGN}:
        category = Category.ASSOCIATIONS
    return Obstacle(decision.park_reason, decision.park_fix, category)
