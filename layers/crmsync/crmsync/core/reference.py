"""References: mappings whose values are the ids of other records, such as a contact's account and primary company.

HubSpot keeps them as associations: they are read by a property that HubSpot calculates, and written as associations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crmsync.core.association import AssociationKind
from crmsync.core.record import RecordRef, Side, Value


@dataclass(frozen=True, slots=True)
class Reference:
    """What a mapping refers to: records of the pair `pair`. `kind` is the association from the referring record."""

    pair: str
    hubspot_type: str
    salesforce_type: str
    kind: AssociationKind

    def ref(self, side: Side, value: Value) -> RecordRef | None:
        """The record that a value names; None when it is blank."""
        if value in {None, ""}:
            return None
        return RecordRef(side, self.hubspot_type if side is Side.HUBSPOT else self.salesforce_type, str(value))


@dataclass(frozen=True, slots=True)
class LinkedIds:
    """Whose counterpart is whose, of the records that a batch refers to: `there` has the id on the other side."""

    there: Mapping[RecordRef, str]

    def counterpart(self, ref: RecordRef) -> str | None:
        """None while the record is not linked."""
        return self.there.get(ref)
