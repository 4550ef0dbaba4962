"""What a sync of one record would do, as a dry run tells it: ids, fields, rules and reasons, never a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crmsync.core.record import RecordRef, Side


class PreviewAction(StrEnum):
    CREATE = "create"
    """A record would be created on the side that has none."""
    LINK = "link"
    """Two records that exist would be linked."""
    UPDATE = "update"
    REMEMBER = "remember"
    """Nothing would be written; what both sides show now would be remembered."""
    FOLLOW = "follow"
    """A record was deleted, merged or converted; the link would follow, or the deletion setting apply."""


@dataclass(frozen=True, slots=True)
class PlannedField:
    """`side` is the one that would be written to."""

    side: Side
    field: str
    rule: str
    reason: str
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """`creates` is the object type that would be created; a side without record is None. `stuck` are the fields that
    could not be converted or are missing.
    """

    action: PreviewAction
    hubspot: RecordRef | None
    salesforce: RecordRef | None
    creates: str = ""
    fields: tuple[PlannedField, ...] = ()
    stuck: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """`would create a Contact in Salesforce with 3 values`"""
        counts = [(side, sum(one.side is side for one in self.fields)) for side in Side]
        parts = [f"{count} value{'s' * (count > 1)} to {side.label}" for side, count in counts if count]
        writes = f"write {' and '.join(parts)}" if parts else "write no value"
        match self.action:
            case PreviewAction.CREATE:
                where = Side.SALESFORCE if self.salesforce is None else Side.HUBSPOT
                return f"would create a {self.creates} in {where.label} and {writes}"
            case PreviewAction.LINK:
                return f"would link the two records and {writes}"
            case PreviewAction.FOLLOW:
                return "would follow a deletion, merge or conversion"
            case PreviewAction.REMEMBER:
                return "would remember what both sides show"
            case _:
                return f"would {writes}"
