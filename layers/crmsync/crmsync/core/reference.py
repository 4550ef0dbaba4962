"""References: mappings whose values are the ids of other records, such as a contact's account and primary company.

HubSpot keeps them as associations: they are read by a property that HubSpot calculates, or as associations where it has
none, and written as associations.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from crmsync.core.association import AssociationKind
from crmsync.core.link import BaseValue, Link
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
    prefix: str = ""
    """How ids of the Salesforce object begin: needed where the lookup takes several objects."""
    others: tuple[Reference, ...] = ()
    """What the lookup takes as well. HubSpot's value is then `deal:123`; of several the first here counts."""

    @property
    def targets(self) -> tuple[Reference, ...]:
        return (self, *self.others)

    @property
    def kinds(self) -> tuple[AssociationKind, ...]:
        return () if self.kind is None else (self.kind,)

    def among(self, pairs: Collection[str]) -> Reference | None:
        """As it is while only these pairs are switched on; None when nothing is left to refer to."""
        left = [replace(one, others=(), is_associated=self.is_associated) for one in self.targets if one.pair in pairs]
        if not left:
            return None
        # One target keeps the spelling of several, so that a base outlives the switching of pairs.
        return replace(left[0], others=tuple(left[1:]) if len(left) > 1 or not self.others else (left[0],))

    def ref(self, side: Side, value: Value) -> RecordRef | None:
        """The record that a value names; None when it is blank, or names a record that cannot be synced."""
        if value in {None, ""}:
            return None
        if not self.others:
            return RecordRef(side, self.hubspot_type if side is Side.HUBSPOT else self.salesforce_type, str(value))
        target, record_id = self._target(side, str(value)), str(value).rpartition(":")[2]
        if target is None:
            return None
        return RecordRef(side, target.hubspot_type if side is Side.HUBSPOT else target.salesforce_type, record_id)

    def _target(self, side: Side, value: str) -> Reference | None:
        if side is Side.SALESFORCE:
            return next((one for one in self.targets if value.startswith(one.prefix)), None)
        return next((one for one in self.targets if one.hubspot_type == value.partition(":")[0]), None)

    def named(self, ref: RecordRef) -> str:
        """The value that names the record: the inverse of `ref`."""
        return f"{ref.object_type}:{ref.id}" if self.others and ref.side is Side.HUBSPOT else ref.id

    def kinds_of(self, end: RecordRef) -> tuple[AssociationKind, ...]:
        """Of the association to that HubSpot record."""
        return next(one.kinds for one in self.targets if one.hubspot_type == end.object_type)

    def can_name(self, link: Link) -> bool:
        """Whether it can name the records of this link: a lookup of contacts cannot name a lead."""
        ends = (link.hubspot.object_type, link.salesforce.object_type)
        return any((one.hubspot_type, one.salesforce_type) == ends for one in self.targets)

    def rank(self, hubspot_value: str) -> tuple[int, int]:
        """By which several associated records are in order."""
        object_type, _, record_id = hubspot_value.rpartition(":")
        types = [one.hubspot_type for one in self.targets]
        return types.index(object_type) if object_type else 0, int(record_id)

    def place(self, salesforce_value: str) -> int:
        """By which of several linked ones a value of Salesforce is in order: the place of its object."""
        target = self._target(Side.SALESFORCE, salesforce_value)
        return self.targets.index(target) if target is not None else len(self.targets)


class LinkedIds(NamedTuple):
    """Whose counterpart is whose, of the records that a batch refers to: `there` has the id on the other side."""

    there: Mapping[RecordRef, str]

    def counterpart(self, ref: RecordRef) -> str | None:
        """None while the record is not linked."""
        return self.there.get(ref)

    def chosen(
        self,
        reference: Reference,
        ids: Sequence[str],
        salesforce: Value,
        base: BaseValue | None,
        *,
        hubspot_wins: bool,
    ) -> str | None:
        """Which of several associated HubSpot records stands for the one that Salesforce's lookup can name: its
        counterpart, or the one of before, or the first that is linked, a contact before a lead: an activity that names
        a lead can be about nothing else. None without any.

        One of before that is not linked any more is kept as the one that a cleared lookup takes away. Where HubSpot
        always wins (`hubspot_wins`) nothing is taken away: it comes last, or the lookup would wait for it for ever.
        """
        linked = {one: self._of(reference, one) for one in sorted(ids, key=reference.rank)}
        before = str(base.hubspot) if base is not None else None
        preferred = [one for one, there in linked.items() if there is not None and there == salesforce]
        preferred += [one for one, there in linked.items() if one == before and not (hubspot_wins and there is None)]
        named = {one: reference.place(there) for one, there in linked.items() if there is not None}
        preferred += sorted(named, key=lambda one: named[one])
        return next(iter([*preferred, *sorted(linked, key=lambda one: one == before)]), None)

    def _of(self, reference: Reference, hubspot_id: str) -> str | None:
        ref = reference.ref(Side.HUBSPOT, hubspot_id)
        return self.counterpart(ref) if ref is not None else None
