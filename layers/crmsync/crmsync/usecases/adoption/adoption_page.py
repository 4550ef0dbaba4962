"""One page of an adoption: reads both sides, ties what belongs together, and writes to neither CRM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crmsync.core.adoption import adopt, choose_rival
from crmsync.core.configuration import PairConfiguration
from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.link import Link
from crmsync.core.person_account import is_person_account
from crmsync.core.record import Gone, Millis, Record, RecordRef, Side
from crmsync.core.stamped_link import LinkSource, stamped_record
from crmsync.ports.budget import CrmAccess
from crmsync.ports.crm import Look, ReadOutcome
from crmsync.ports.links import Held, LinkStore
from crmsync.usecases.adoption.adoption_state import PageResult

LONGEST_CHAIN = 5
"""A lead may be converted to a contact that was merged, and so on."""


@dataclass(frozen=True, slots=True)
class AdoptionPage:
    """Links of one job bear the time of its start as theirs: that tells them from all others."""

    pair: PairConfiguration
    access: CrmAccess
    links: LinkStore
    source: LinkSource
    started_at: Millis
    stamps: Sequence[str]
    result: PageResult = field(default_factory=PageResult)

    def take(self, contact_ids: Sequence[str]) -> PageResult:
        """Raises CrmError; then the page may be taken again: what is linked already stays so."""
        named = self._named(self._contacts(contact_ids))
        people = self._people({person for _, person in named})
        by_person: dict[RecordRef, list[Record]] = {}
        for contact, named_ref in named:
            person = people[named_ref]
            if isinstance(person, Record) and not is_person_account(person):
                by_person.setdefault(person.ref, []).append(contact)
            else:
                self.result.counts[_why_not(person)] += 1
        found = {person.ref: person for person in people.values() if isinstance(person, Record)}
        self._tie({ref: (found[ref], contacts) for ref, contacts in by_person.items()})
        return self.result

    # -- what is there ------------------------------------------------------------------------------------------------

    def _contacts(self, ids: Sequence[str]) -> list[Record]:
        """Without those that are linked: by an earlier page of this very job, or otherwise."""
        refs = tuple(RecordRef(Side.HUBSPOT, self.pair.hubspot_type, one) for one in ids)
        linked = self.links.find(refs)
        for link in linked.values():
            self.result.counts["adopted" if self._is_ours(link) else "linked_already"] += 1
        fields = fields_to_read([self.pair], Side.HUBSPOT)[self.pair.hubspot_type]
        asked = {self.pair.hubspot_type: (*fields, *self.stamps)}
        unlinked = tuple(ref for ref in refs if ref not in linked)
        seen = self.access.hubspot.look(Look(refs=unlinked, fields=asked)).records if unlinked else {}
        return self._live(seen.values())

    def _live(self, outcomes: Iterable[ReadOutcome]) -> list[Record]:
        records: list[Record] = []
        for outcome in outcomes:
            if isinstance(outcome, Record):
                records.append(outcome)
            else:
                self.result.counts[_why_not(outcome)] += 1
        return records

    def _named(self, contacts: Iterable[Record]) -> list[tuple[Record, RecordRef]]:
        named: list[tuple[Record, RecordRef]] = []
        for contact in contacts:
            try:
                ref = stamped_record(contact.values, self.source)
            except ValueError:
                ref = None
            if ref is None:
                self.result.counts["unreadable"] += 1
            else:
                named.append((contact, ref))
        return named

    def _people(self, refs: set[RecordRef]) -> Mapping[RecordRef, ReadOutcome]:
        """By the record that was named: what it is now, after merges and conversions."""
        fields = fields_to_read([self.pair], Side.SALESFORCE)
        now_at = {ref: ref for ref in refs}
        known: dict[RecordRef, ReadOutcome] = {}
        for _ in range(LONGEST_CHAIN):
            unknown = tuple(sorted({ref for ref in now_at.values() if ref not in known}))
            if not unknown:
                break
            known.update(self.access.salesforce.look(Look(refs=unknown, fields=fields)).records)
            now_at = {named: _successor(known[ref]) or ref for named, ref in now_at.items()}
        return {named: known.get(ref, Gone(ref)) for named, ref in now_at.items()}

    # -- what is tied -------------------------------------------------------------------------------------------------

    def _tie(self, groups: Mapping[RecordRef, tuple[Record, list[Record]]]) -> None:
        present = self.links.find(list(groups))
        before = self._holders(present.values())
        fresh: list[Link] = []
        for ref, (person, contacts) in groups.items():
            link = present.get(ref)
            if link is not None and ref not in before:
                self._leave_to(link, contacts)
                continue
            held = [before[ref]] if ref in before else []
            chosen, left = choose_rival([*held, *contacts], person, self.pair)
            adopted = adopt(chosen, person, self.pair, self.started_at)
            if link is None:
                fresh.append(adopted.link)
                self.result.counts["differing"] += bool(adopted.differing)
            elif chosen.ref != link.hubspot:
                self._replace(link, adopted.link)
            self._leave([one for one in left if one not in held], chosen.ref.id, ref)
        self._create(fresh)

    def _holders(self, links: Iterable[Link]) -> dict[RecordRef, Record]:
        """The contacts that earlier pages of this job linked: a better one of this page takes their place."""
        ours = {link.hubspot: link.salesforce for link in links if self._is_ours(link)}
        if not ours:
            return {}
        fields = fields_to_read([self.pair], Side.HUBSPOT)
        seen = self.access.hubspot.look(Look(refs=tuple(ours), fields=fields)).records
        return {ours[ref]: record for ref, record in seen.items() if isinstance(record, Record)}

    def _is_ours(self, link: Link) -> bool:
        return link.linked_at == self.started_at

    def _replace(self, link: Link, better: Link) -> None:
        """The contact that was linked so far becomes the duplicate. A worker that has the link now keeps it."""
        is_moved = self.links.move(link, better) is Held.DONE
        kept, left = (better, link) if is_moved else (link, better)
        self.result.leave(left.hubspot.id, kept.hubspot.id, link.salesforce.id)

    def _leave_to(self, link: Link, contacts: Sequence[Record]) -> None:
        """A link that is not this job's stands, also one that a worker has just made."""
        self.result.counts["linked_already"] += sum(contact.ref == link.hubspot for contact in contacts)
        others = [contact for contact in contacts if contact.ref != link.hubspot]
        self._leave(others, link.hubspot.id, link.salesforce)

    def _leave(self, contacts: Iterable[Record], kept: str, salesforce: RecordRef) -> None:
        for contact in contacts:
            self.result.leave(contact.ref.id, kept, salesforce.id)

    def _create(self, links: Sequence[Link]) -> None:
        """A worker may have linked one of the two in the meantime."""
        held = self.links.create(links) if links else []
        self.result.counts["adopted"] += held.count(Held.DONE)
        self.result.counts["linked_already"] += held.count(Held.BUSY)


def _why_not(outcome: ReadOutcome) -> str:
    if isinstance(outcome, Record):
        return "person_accounts"
    return "missing" if isinstance(outcome, Gone) else "unreadable"


def _successor(outcome: ReadOutcome) -> RecordRef | None:
    return outcome.became if isinstance(outcome, Gone) else None
