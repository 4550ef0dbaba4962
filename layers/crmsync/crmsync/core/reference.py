"""References: mappings whose values are the ids of other records, such as a contact's account and primary company.

HubSpot keeps them as associations: they are read by a property that HubSpot calculates, or as associations where it has
none, and written as associations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmsync.core.association import AssociationKind
from crmsync.core.link import BaseValue
from crmsync.core.record import RecordRef, Side, Value


@dataclass(frozen=True, slots=True)
class Reference:
    """What a mapping refers to: records of the pair `pair`. `kind` is the association from the referring record; None:
    the one without label, whatever its number is.
    """

    pair: str
    hubspot_type: str
    salesforce_type: str
    kind: AssociationKind | None
    is_associated: bool = False
    """Whether no property shows it in HubSpot, so that the associations themselves are read."""

    @property
    def kinds(self) -> tuple[AssociationKind, ...]:
        return () if self.kind is None else (self.kind,)

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

    def chosen(self, reference: Reference, ids: Sequence[str], salesforce: Value, base: BaseValue | None) -> str | None:
        """Which of several associated HubSpot records stands for the one that Salesforce's lookup can name: its
        counterpart, or the one of before, or the first that is linked. None without any.
        """
        linked = {one: self._of(reference, one) for one in sorted(ids, key=int)}
        before = str(base.hubspot) if base is not None else None
        preferred = [one for one, there in linked.items() if there is not None and there == salesforce]
        preferred += [one for one in linked if one == before]
        preferred += [one for one, there in linked.items() if there is not None]
        return next(iter([*preferred, *linked]), None)

    def _of(self, reference: Reference, hubspot_id: str) -> str | None:
        ref = reference.ref(Side.HUBSPOT, hubspot_id)
        return self.counterpart(ref) if ref is not None else None
