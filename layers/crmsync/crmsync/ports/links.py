"""The store of links: reachable from either id, one-to-one by transaction, leased by conditional writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from crmsync.core.link import Base, Intents, Link, WriteWindow
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.side_state import States


class Held(StrEnum):
    """What became of a conditional write."""

    DONE = "done"
    BUSY = "busy"
    """Somebody else holds the lease, the version moved on, or the token is not ours any more. Nothing was written."""
    SUPPRESSED = "suppressed"
    """A key of the reservation is that of an erased person. Nothing was written."""


class Claim(NamedTuple):
    """Takes the lease on a link and stores the intents in the same write, if the link is as it was read."""

    link: Link
    token: str
    until: Millis
    intents: Intents | None


@dataclass(frozen=True, slots=True)
class Commit:
    """The end of a lease: new base, no intents, lease released. `link` is the link as claimed.

    `keep_intents` leaves the intents: the outcome is unknown and the next worker must look. With `hold_until` the
    lease goes on until then, since a write that got no answer may still take effect.
    """

    link: Link
    token: str
    base: Base
    seen: Mapping[Side, Millis] = field(default_factory=dict)
    parked: tuple[str, ...] = ()
    writes: tuple[WriteWindow, ...] = ()
    states: States = field(default_factory=dict)
    keep_intents: bool = False
    hold_until: Millis = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    """A lease before there is a link: on side+id and on the matching key.

    `keys` are record keys, `person_key`s, `domain_key`s and `value_key`s; all or none is taken.
    """

    keys: tuple[str, ...]
    token: str
    until: Millis


class LinkStore(Protocol):
    """Batches of any size are taken; outcomes come in the order of the input; reads are strongly consistent.

    Raises CrmError(RETRY_LATER) when the store itself does not answer; then any part may have been done.
    """

    def find(self, refs: Sequence[RecordRef]) -> Mapping[RecordRef, Link]:
        """The links of these records (of either side); a record without link is missing."""

    def claim(self, claims: Sequence[Claim]) -> list[Held]:
        """Takes each lease if the link's version is `claim.link.version` and no live lease is on it."""

    def commit(self, commits: Sequence[Commit]) -> list[Held]:
        """Writes each if the token still holds the lease."""

    def reserve(self, reservations: Sequence[Reservation]) -> list[Held]:
        """Takes each reservation's keys, all or none. A key whose reservation lapsed may be taken, a suppressed one
        never.
        """

    def release(self, reservations: Sequence[Reservation]) -> None:
        """Gives the keys back where the token still holds them."""

    def suppress(self, keys: Sequence[str]) -> None:
        """Marks keys of an erased person for good, whoever has reserved them; once more is harmless. Nothing that is
        stored tells who it was.
        """

    def suppressed(self, keys: Sequence[str]) -> frozenset[str]:
        """Those that are marked: for who only wants to know and reserves nothing."""

    def create(self, links: Sequence[Link]) -> list[Held]:
        """Stores each new link if neither record has one: BUSY when either is linked already."""

    def move(self, link: Link, successor: Link) -> Held:
        """Replaces `link` (as read) by one with another record (merge, conversion), keeping one-to-one."""

    def delete(self, link: Link) -> Held:
        """Removes the link if it is still as read."""


def domain_key(domain: str) -> str:
    """The matching key of an organisation."""
    return f"domain#{domain}"


def value_key(pair: str, digest: str) -> str:
    """The matching key of a record that is recognised by a value of its own."""
    return f"value#{pair}#{digest}"


def person_key(email_digest: str) -> str:
    """The matching key of a person. Takes the digest, since keys must hold no personal data."""
    return f"person#{email_digest}"


def returned_person_key(email_digest: str) -> str:
    """The matching key of an erased person who came back to HubSpot by themselves: their own one is suppressed."""
    return f"returned#{email_digest}"
