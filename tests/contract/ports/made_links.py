"""Links as the contract of the LinkStore makes and claims them."""

from __future__ import annotations

from crmsync.core.link import BaseValue, Link
from crmsync.core.record import RecordRef, Side
from crmsync.ports.links import Claim, Held, LinkStore

from sandbox.memory.clock import ManualClock

LEASE = 75_000


def hubspot(number: int | str = 1) -> RecordRef:
    return RecordRef(Side.HUBSPOT, "contact", str(number))


def salesforce(number: int | str = 1, object_type: str = "Contact") -> RecordRef:
    return RecordRef(Side.SALESFORCE, object_type, f"003{number:0>15}")


def make_link(number: int = 1) -> Link:
    return Link(hubspot(number), salesforce(number), base={"email": BaseValue("a@b.c", "a@b.c")}, linked_at=number)


def stored(links: LinkStore, link: Link) -> Link:
    assert links.create([link]) == [Held.DONE]
    return link


def present(links: LinkStore, link: Link) -> Link:
    return links.find([link.hubspot])[link.hubspot]


def claim_of(link: Link, clock: ManualClock, token: str = "mine") -> Claim:
    return Claim(link, token, clock.now() + LEASE, None)
