"""What is to be done for one record: the writes to both sides, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from crmsync.core.engagement import Engaged
from crmsync.core.instant import datetime_text
from crmsync.core.link import Base, BaseValue, Entry, Link
from crmsync.core.mapping import FieldMapping
from crmsync.core.members import MemberPlan
from crmsync.core.obstacle import Obstacle
from crmsync.core.opt_out_latch import is_unsubscription
from crmsync.core.reasons import Reason
from crmsync.core.record import RecordRef, Side, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """`writes` are wire values by vendor's field name; `entries` tell each of them with rule and reason.

    `base` is what is to be remembered when every write succeeds. `parked` gives the reason of each mapping key that
    cannot sync. `noted` are entries without a write of this plan: what an interrupted worker wrote before, and edits
    that a write of ours covered.
    """

    writes: Mapping[Side, Mapping[str, Value]]
    entries: tuple[Entry, ...]
    base: Base
    parked: Mapping[str, Obstacle]
    needs_times: tuple[str, ...]
    noted: tuple[Entry, ...]
    still_parked: tuple[str, ...]
    keys: Mapping[Side, Mapping[str, str]]
    """By side: vendor's field name → mapping key."""
    attachments: tuple[Entry, ...] = ()
    """Those of `entries` that HubSpot takes as associations, and not as properties; they are in no `writes`."""
    awaits: Mapping[str, tuple[RecordRef, ...]] = field(default_factory=dict)
    """By the mapping key of a reference that waits, the records that are not linked yet."""
    members: tuple[tuple[FieldMapping, MemberPlan], ...] = ()
    """The sets of other records that were read and what is to be done for each; told of in `attachments` too."""
    engaged: tuple[Engaged, ...] = ()
    """What Salesforce is to be told; in `attachments` too."""
    missing: tuple[str, ...] = ()
    """Fields that Salesforce requires for a creation and that nothing fills: the record cannot be created."""

    @property
    def unsubscription(self) -> Entry | None:
        """The entry that HubSpot takes by unsubscribing the person's address; it is in no `writes`."""
        return next((entry for entry in self.entries if is_unsubscription(entry)), None)

    @property
    def has_writes(self) -> bool:
        return any(self.writes.values()) or self.unsubscription is not None or bool(self.attachments)

    @property
    def parked_keys(self) -> frozenset[str]:
        """The mapping keys that cannot sync, and those that wait for their next try."""
        return frozenset({*self.parked, *self.still_parked})

    def lets_go(self, link: Link) -> frozenset[str]:
        """What the link has as parked and is in order now. Until a commit says so, it is left out of all that comes."""
        return frozenset(link.parked) - self.parked_keys

    def with_members(self, mapping: FieldMapping, planned: MemberPlan) -> RecordPlan:
        entries = tuple(_told(side, mapping, planned) for side in Side if planned.changes(side))
        return replace(
            self,
            entries=(*self.entries, *entries),
            attachments=(*self.attachments, *entries),
            base={**self.base, mapping.hubspot: planned.base},
            awaits={**self.awaits, mapping.hubspot: planned.awaits},
            members=(*self.members, (mapping, planned)),
        )

    def with_nothing_done(self, mapping: FieldMapping) -> RecordPlan:
        """Remembers it, so that the first time is known for what it is."""
        return replace(self, base={mapping.hubspot: BaseValue(None, None), **self.base})

    def with_engagement(self, mapping: FieldMapping, engaged: Engaged, *, is_new: bool) -> RecordPlan:
        """One that is not new is remembered without a word."""
        at = datetime_text(engaged.at)
        plan = replace(self, base={**self.base, mapping.hubspot: BaseValue(at, None)})
        if not is_new:
            return plan
        entry = Entry(Side.SALESFORCE, mapping.hubspot, None, at, mapping.rule, Reason.ENGAGED)
        told = (*self.attachments, entry)
        return replace(plan, entries=(*self.entries, entry), attachments=told, engaged=(*self.engaged, engaged))

    def key_of(self, side: Side, name: str) -> str:
        return self.keys[side][name]

    def without(self, side: Side, names: Sequence[str]) -> RecordPlan:
        """The plan less some writes, which the vendor refused."""
        dropped = {self.keys[side][name] for name in names}
        writes = dict(self.writes)
        # Of several fields that cross as one, all or none are written.
        keys = self.keys[side]
        writes[side] = {name: value for name, value in writes[side].items() if keys.get(name) not in dropped}
        entries = tuple(entry for entry in self.entries if entry.side is not side or entry.field not in dropped)
        return replace(self, writes=writes, entries=entries)

    def without_attachments(self, keys: Collection[str]) -> RecordPlan:
        """The plan less associations that HubSpot did not take."""
        entries = tuple(one for one in self.entries if one not in self.attachments or one.field not in keys)
        return replace(self, entries=entries, attachments=tuple(one for one in self.attachments if one in entries))

    def without_unsubscription(self) -> RecordPlan:
        """The plan less the opt-out that HubSpot could not be told of."""
        return replace(self, entries=tuple(entry for entry in self.entries if not is_unsubscription(entry)))


def _told(side: Side, mapping: FieldMapping, planned: MemberPlan) -> Entry:
    """History tells whom it takes away as the old value, and whom it adds as the new one."""
    old, new = (";".join(ids[side]) or None for ids in (planned.removed, planned.added))
    return Entry(side, mapping.hubspot, old, new, mapping.rule, Reason.MEMBERS_CHANGED)
