"""The contract of the LinkWalk."""

from __future__ import annotations

from crmsync.core.link import Link
from crmsync.core.record import RecordRef, Side
from crmsync.ports.link_walk import LinkWalk
from crmsync.ports.links import LinkStore, Reservation

from sandbox.memory.clock import ManualClock

MOST_PAGES = 50


def make_link(number: int) -> Link:
    return Link(
        RecordRef(Side.HUBSPOT, "contact", str(number)),
        RecordRef(Side.SALESFORCE, "Contact", f"003{number:0>15}"),
        linked_at=number,
    )


def walked(walk: LinkWalk, limit: int) -> list[Link]:
    found: list[Link] = []
    after = None
    for _ in range(MOST_PAGES):
        page = walk.page(limit, after)
        assert len(page.links) <= limit
        found += page.links
        after = page.following
        if after is None:
            return found
    raise AssertionError("the walk does not end")


def test_every_link_comes_once(links: LinkStore, link_walk: LinkWalk, clock: ManualClock) -> None:
    made = [make_link(number) for number in range(7)]
    links.create(made)
    links.reserve([Reservation(("person#1", "hubspot#contact#99"), "token", clock.now() + 1_000)])
    for limit in (3, 100):
        assert sorted(walked(link_walk, limit), key=lambda link: link.linked_at) == made


def test_without_links_there_is_one_empty_page(link_walk: LinkWalk) -> None:
    assert walked(link_walk, 10) == []
