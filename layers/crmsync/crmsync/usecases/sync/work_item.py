"""One record's way through a batch: what is known of it so far, and how it left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crmsync.core.campaign_join import CampaignJoin
from crmsync.core.change import Change, ChangeKind, Shown
from crmsync.core.configuration import PairConfiguration
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.lifecycle import Standing
from crmsync.core.link import Entry, Link, WriteWindow
from crmsync.core.opt_out_latch import is_unsubscription
from crmsync.core.outcome import Outcome
from crmsync.core.preview import Preview
from crmsync.core.record import Gone, Record, RecordRef, Side
from crmsync.core.record_plan import RecordPlan
from crmsync.core.undo import Kept
from crmsync.core.undo_scope import one_scope
from crmsync.ports.crm import ReadOutcome
from crmsync.ports.links import Reservation


@dataclass(slots=True)
class WorkItem:
    """`changes` has one folded change a side, at least one. `outcome` is set exactly once; then no step touches it.

    `creates` is the side on which a record is to be created; None when both exist.
    """

    changes: dict[Side, Change]
    pair: PairConfiguration
    link: Link | None = None
    read: dict[Side, ReadOutcome] = field(default_factory=dict)
    reservations: list[Reservation] = field(default_factory=list)
    plan: RecordPlan | None = None
    creates: Side | None = None
    create_type: str = ""
    is_first_link: bool = False
    results: dict[Side, WriteOutcome] = field(default_factory=dict)
    unsubscribed: Written | None = None
    """The plan's unsubscription, once HubSpot took it; one that failed is in `rejected`."""
    recalled: tuple[Shown, ...] = ()
    """Values of HubSpot's past that no event showed."""
    windows_before: tuple[WriteWindow, ...] = ()
    """Of the intents that the link had before this batch claimed it."""
    counted: list[str] = field(default_factory=list)
    """The breakers that counted what this item clears or deletes."""
    attached: dict[str, Written] = field(default_factory=dict)
    """By mapping key, the plan's associations that HubSpot took; those that failed are in `rejected`."""
    several: set[str] = field(default_factory=set)
    """The mapping keys of references for which HubSpot's record is associated with more than one other."""
    rejected: dict[str, Failure] = field(default_factory=dict)
    """By mapping key: fields that the vendor refused while it took the rest."""
    gone: Outcome | None = None
    """As what the item leaves in the end when one of its linked records is gone for good."""
    held: Outcome | None = None
    """As what the item leaves in the end when it may not sync now: then nothing of it is decided."""
    has_linked_contact: bool = False
    """Whether a contact of the company is linked to a Salesforce contact."""
    address_only: bool = False
    """Of a person that is linked now, the address alone crosses."""
    lost: dict[Side, Gone] = field(default_factory=dict)
    """The linked records that are gone and live on nowhere."""
    intended_deletion: Side | None = None
    """The side whose record an interrupted worker was about to delete."""
    deletes: Side | None = None
    """The side whose record is to be deleted because its counterpart was."""
    awaits_confirmation: bool = False
    """A breaker holds the deletion."""
    gone_sides: set[Side] = field(default_factory=set)
    """Of which sides the linked record is gone."""
    merged: set[Side] = field(default_factory=set)
    """Of these, those that were merged into a record that is linked with another one."""
    joins: tuple[CampaignJoin, ...] = ()
    """By which the person is about to join campaigns; the record that was read shows these already."""
    joined: set[str] = field(default_factory=set)
    """The parameters `campaigns/<name>` of those that the person is a member by now."""
    standings: set[Standing] = field(default_factory=set)
    """Where opportunities of the contact stand, of which no change told."""
    stamps: dict[str, str] = field(default_factory=dict)
    """What rides on the write to HubSpot."""
    found_by: dict[str, str] = field(default_factory=dict)
    """What a record created in HubSpot gets beside its mapped values, by which others find it."""
    kept: tuple[tuple[str, Kept], ...] = ()
    """In an undo: the mapping keys that stay as they are, and why."""
    preview: Preview | None = None
    """In a dry run: what would be done."""
    outcome: Outcome | None = None

    @property
    def origin(self) -> RecordRef:
        """The record that the change is about; HubSpot's when both sides changed."""
        change = self.changes.get(Side.HUBSPOT) or self.changes[Side.SALESFORCE]
        return change.ref

    @property
    def key(self) -> str:
        return self.origin.key

    @property
    def attempt(self) -> int:
        return max(change.attempt for change in self.changes.values())

    @property
    def cause(self) -> str:
        return "+".join(sorted({change.cause for change in self.changes.values()}))

    @property
    def erases(self) -> bool:
        return any(change.kind is ChangeKind.ERASE for change in self.changes.values())

    @property
    def may_be_merged(self) -> bool:
        """HubSpot shows its record neither live nor deleted: it may live on in another, which is not heard of yet."""
        lost = self.lost.get(Side.HUBSPOT)
        return lost is not None and not lost.is_proven

    @property
    def wants_first_link(self) -> bool:
        return any(change.first_link for change in self.changes.values())

    @property
    def undo(self) -> str:
        """The UndoScope; empty when the record is merged as always."""
        return one_scope(change.undo for change in self.changes.values())

    def ref(self, side: Side) -> RecordRef | None:
        """The record of that side, when it is known."""
        if self.link is not None:
            return self.link.ref(side)
        change = self.changes.get(side)
        if change is not None:
            return change.ref
        outcome = self.read.get(side)
        return outcome.ref if isinstance(outcome, Record) else None

    def record(self, side: Side) -> Record | None:
        outcome = self.read.get(side)
        return outcome if isinstance(outcome, Record) else None

    def result_of(self, entry: Entry) -> WriteOutcome | None:
        """What became of the write that the entry tells of; None when it was not tried."""
        if is_unsubscription(entry):
            return self.unsubscribed
        is_attachment = self.plan is not None and entry in self.plan.attachments
        return self.attached.get(entry.field) if is_attachment else self.results.get(entry.side)

    @property
    def salesforce_type(self) -> str:
        """Of the record that was read, or that is to be created."""
        record = self.record(Side.SALESFORCE)
        return record.ref.object_type if record is not None else self.create_type

    def leave(self, outcome: Outcome) -> None:
        """The item is done; a second outcome would hide the first, so it is an error."""
        if self.outcome is not None:
            raise AssertionError(f"{self.key} left already as {self.outcome.name}")
        self.outcome = outcome


def still_open(items: Iterable[WorkItem]) -> list[WorkItem]:
    return [item for item in items if item.outcome is None]
