"""One mapped field of two linked records, as the merge looks at it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmsync.core.compound import is_blank
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import agrees, convert
from crmsync.core.field_decision import Action, FieldDecision
from crmsync.core.link import BaseValue
from crmsync.core.mapped_field import field_type
from crmsync.core.mapping import FieldMapping, FieldType
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value


class FieldPair(NamedTuple):
    """One field on both sides. `seen` is what the base becomes when both values stay as they are.

    `is_placeholder`: Salesforce shows a fallback, which counts as blank and unchanged, and never travels.
    """

    mapping: FieldMapping
    salesforce_type: str
    hubspot: Value
    salesforce: Value
    is_placeholder: bool
    required: Collection[str]
    seen: BaseValue
    base: BaseValue | None

    def shown(self, side: Side) -> Value:
        return self.hubspot if side is Side.HUBSPOT else self.salesforce

    def counted(self, side: Side) -> Value:
        """The value that takes part in the merge."""
        return None if side is Side.SALESFORCE and self.is_placeholder else self.shown(side)

    def has_changed(self, side: Side) -> bool:
        if self.base is None or (side is Side.SALESFORCE and self.is_placeholder):
            return False
        return self.seen.of(side) != self.base.of(side)

    def is_in_step(self) -> bool:
        return agrees(self.hubspot, self.counted(Side.SALESFORCE), self.mapping, self.salesforce_type)

    def blocked(self, target: Side) -> Reason | None:
        """Why that side's field cannot be written at all."""
        if not self.type_of(target).writable:
            return Reason.READ_ONLY
        return None if self.mapping.carries(target) else Reason.ONE_WAY

    def type_of(self, side: Side) -> FieldType:
        return field_type(self.mapping, side, self.salesforce_type)

    def is_blank(self, side: Side) -> bool:
        """Whether the side has nothing to give: a transform may make something of nothing, and nothing of something."""
        if self.mapping.transform is None or not self.mapping.carries(side.other):
            return self.counted(side) is None
        try:
            given = convert(self.counted(side), self.mapping, side.other, self.salesforce_type)
        except ConversionError:
            return False
        return is_blank(given)

    def leave(self, reason: Reason, base: BaseValue | None, action: Action = Action.NOTHING) -> FieldDecision:
        """A decision that writes nothing."""
        return FieldDecision(self.mapping.hubspot, action, self.mapping.rule, reason, base)
