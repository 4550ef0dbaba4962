"""Members: records of another pair that belong to a record on both sides, any number of them, such as the contacts of a
deal. HubSpot has them as associations, Salesforce as rows of an object of their own (contact roles).

Of a member the last sync knew on both sides, the side that lacks it now is where somebody took it away; of any other,
it is where it is to be added. So nothing is ever taken away at a first link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.association import AssociationKind
from crmsync.core.link import BaseValue
from crmsync.core.record import RecordRef, Side, Value

_SEPARATOR = ";"


class Members(NamedTuple):
    """`kind` is the association from the record to a member; `rows` Salesforce's object, each of whose records names a
    record in `record_field` and a member in `member_field`.
    """

    pair: str
    hubspot_type: str
    salesforce_type: str
    kind: AssociationKind
    rows: str
    record_field: str
    member_field: str

    def ref(self, side: Side, member: str) -> RecordRef:
        return RecordRef(side, self.hubspot_type if side is Side.HUBSPOT else self.salesforce_type, member)


class Present(NamedTuple):
    """The ids of a record's members on either side, as read."""

    hubspot: frozenset[str]
    salesforce: frozenset[str]


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """By side, the ids of the members to be added and to be taken away there. `base` holds when all of it was done."""

    added: Mapping[Side, tuple[str, ...]]
    removed: Mapping[Side, tuple[str, ...]]
    base: BaseValue
    awaits: tuple[RecordRef, ...] = ()
    """Members without counterpart."""

    def changes(self, side: Side) -> bool:
        return bool(self.added[side] or self.removed[side])


def members_of(base: BaseValue | None) -> frozenset[str]:
    """The Salesforce ids of those whom the last sync knew on both sides."""
    text = base.salesforce if base is not None else None
    return frozenset(str(text).split(_SEPARATOR)) if text else frozenset()


def is_member(base: BaseValue | None, member: Value) -> bool:
    return str(member) in members_of(base)


def leaving(
    members: Members, present: Present, base: BaseValue | None, there: Mapping[RecordRef, str]
) -> set[RecordRef]:
    """Those who are missing on one side now, each as the record there: whoever was deleted did not leave."""
    counterparts = {one: there[ref] for one in members_of(base) if (ref := members.ref(Side.SALESFORCE, one)) in there}
    gone: set[RecordRef] = set()
    for salesforce, hubspot in counterparts.items():
        if hubspot not in present.hubspot:
            gone.add(members.ref(Side.HUBSPOT, hubspot))
        if salesforce not in present.salesforce:
            gone.add(members.ref(Side.SALESFORCE, salesforce))
    return gone


def merge_members(
    members: Members, present: Present, base: BaseValue | None, there: Mapping[RecordRef, str]
) -> MemberPlan:
    """`there` are the linked ones' ids on the other side. In the base, HubSpot has the number of its associations."""
    known = members_of(base)
    here = {there[ref]: one for one in present.hubspot if (ref := members.ref(Side.HUBSPOT, one)) in there}
    back = {
        one: there[ref] for one in {*present.salesforce, *known} if (ref := members.ref(Side.SALESFORCE, one)) in there
    }
    linked = {*here, *back}
    to_salesforce = sorted(one for one in here if one not in present.salesforce and one not in known)
    to_hubspot = sorted(one for one in back if one in present.salesforce and one not in here and one not in known)
    left_hubspot = sorted(one for one in back if one in known & present.salesforce and one not in here)
    left_salesforce = sorted(one for one in here if one in known and one not in present.salesforce)
    both = (here.keys() | present.salesforce) - {*left_hubspot, *left_salesforce}
    unlinked = [*_unlinked(members, Side.HUBSPOT, present.hubspot, there)]
    unlinked += _unlinked(members, Side.SALESFORCE, present.salesforce, there)
    added = {Side.HUBSPOT: tuple(back[one] for one in to_hubspot), Side.SALESFORCE: tuple(to_salesforce)}
    removed = {Side.HUBSPOT: tuple(here[one] for one in left_salesforce), Side.SALESFORCE: tuple(left_hubspot)}
    count = len(present.hubspot) + len(to_hubspot) - len(left_salesforce)
    kept = sorted({*(both & linked), *(known - linked)})
    return MemberPlan(added, removed, BaseValue(count or None, _SEPARATOR.join(kept) or None), tuple(unlinked))


def _unlinked(members: Members, side: Side, ids: Iterable[str], there: Mapping[RecordRef, str]) -> Iterable[RecordRef]:
    return (ref for one in sorted(ids) if (ref := members.ref(side, one)) not in there)
