"""How two records are tied without anything being written: the base is what each side shows now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crmsync.core.configuration import PairConfiguration
from crmsync.core.link import Link
from crmsync.core.matching import choose_hubspot, normal_email
from crmsync.core.plan import plan_record
from crmsync.core.plan_input import PlanInput
from crmsync.core.record import Millis, Record, Side
from crmsync.core.record_plan import RecordPlan


class Adopted(NamedTuple):
    """`differing` are the mapping keys whose values differ: nothing moves until one of the sides changes."""

    link: Link
    differing: tuple[str, ...]


class Rivals(NamedTuple):
    """Of several HubSpot contacts that name one Salesforce record, only the chosen one is linked."""

    chosen: Record
    left: tuple[Record, ...]


def adopt(contact: Record, person: Record, pair: PairConfiguration, linked_at: Millis) -> Adopted:
    """A field without base would be at its first link and be written by its next change; so each one gets its base."""
    seeded = _plan(contact, person, pair, linked_at, first_link=False)
    due = _plan(contact, person, pair, linked_at, first_link=True)
    link = Link(
        hubspot=contact.ref,
        salesforce=person.ref,
        base=seeded.base,
        seen={Side.HUBSPOT: contact.modified_at, Side.SALESFORCE: person.modified_at},
        linked_at=linked_at,
    )
    return Adopted(link, tuple(sorted({entry.field for entry in due.entries} | set(due.parked))))


def _plan(contact: Record, person: Record, pair: PairConfiguration, now: Millis, *, first_link: bool) -> RecordPlan:
    object_type = person.ref.object_type
    return plan_record(
        PlanInput(
            pair=pair,
            salesforce_type=object_type,
            hubspot=contact,
            salesforce=person,
            now=now,
            first_link=first_link,
        )
    )


def choose_rival(contacts: Sequence[Record], person: Record, pair: PairConfiguration) -> Rivals:
    """By the rule of matching: whose primary address is the Salesforce record's, then the most recent."""
    choice = choose_hubspot(contacts, _email_of(person, pair) or "")
    if choice.chosen is None:
        raise AssertionError("there is at least one contact")
    return Rivals(choice.chosen, choice.duplicates)


def _email_of(person: Record, pair: PairConfiguration) -> str | None:
    mapping = next(mapping for mapping in pair.mappings if mapping.hubspot == "email")
    return normal_email(person.values.get(mapping.salesforce[person.ref.object_type]))
