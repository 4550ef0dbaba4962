"""The contract of the LinkStore for leases: claims, and the commits that end them."""

from __future__ import annotations

from dataclasses import replace

from crmsync.core.link import BaseValue, Entry, Intents, Lease, Overwrite, WriteWindow
from crmsync.core.overwritten import mark
from crmsync.core.record import Side
from crmsync.ports.links import Claim, Commit, Held, LinkStore

from sandbox.memory.clock import ManualClock
from tests.contract.ports.made_links import LEASE, claim_of, make_link, present, stored


def test_a_claim_takes_the_lease_and_stores_the_intents(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    intents = Intents(clock.now(), (Entry(Side.HUBSPOT, "email", None, "x@y.z", "two_way", "only S"),))

    assert links.claim([Claim(link, "mine", clock.now() + LEASE, intents)]) == [Held.DONE]

    claimed = present(links, link)
    assert claimed == replace(link, version=1, lease=Lease("mine", clock.now() + LEASE), intents=intents)


def test_a_live_lease_is_busy_and_a_lapsed_one_is_taken(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])

    clock.advance(LEASE - 1)
    assert links.claim([claim_of(present(links, link), clock, "other")]) == [Held.BUSY]
    clock.advance(1)
    assert links.claim([claim_of(present(links, link), clock, "other")]) == [Held.DONE]

    lease = present(links, link).lease
    assert lease is not None
    assert lease.token == "other"


def test_a_claim_on_what_was_read_before_somebody_elses_is_busy(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock, "first")])
    claimed = present(links, link)
    links.commit([Commit(claimed, "first", claimed.base)])

    assert links.claim([claim_of(link, clock, "late")]) == [Held.BUSY]
    assert present(links, link).lease is None


def test_one_of_two_claims_in_a_call_wins(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())

    assert links.claim([claim_of(link, clock), claim_of(link, clock)]) == [Held.DONE, Held.BUSY]


def test_a_link_that_was_made_anew_is_not_the_one_that_was_read(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.delete(link)
    stored(links, replace(link, linked_at=99))

    assert links.claim([claim_of(link, clock)]) == [Held.BUSY]
    assert links.delete(link) is Held.BUSY


def test_a_commit_writes_the_base_and_ends_lease_and_intents(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, replace(make_link(), seen={Side.HUBSPOT: 1, Side.SALESFORCE: 2}, crossed=True))
    intents = Intents(1, ())
    links.claim([Claim(link, "mine", clock.now() + LEASE, intents)])
    claimed = present(links, link)
    base = {"email": BaseValue("new@b.c", "new@b.c"), "phone": BaseValue(None, "1")}

    assert links.commit([Commit(claimed, "mine", base, {Side.HUBSPOT: 5}, ("phone",))]) == [Held.DONE]

    expected = replace(link, version=2, base=base, seen={Side.HUBSPOT: 5, Side.SALESFORCE: 2}, parked=("phone",))
    assert present(links, link) == expected


def test_a_commit_may_leave_the_intents(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    intents = Intents(1, (Entry(Side.HUBSPOT, "email", None, "x", "two_way", "only S"),))
    links.claim([Claim(link, "mine", clock.now() + LEASE, intents)])
    claimed = present(links, link)

    assert links.commit([Commit(claimed, "mine", claimed.base, keep_intents=True)]) == [Held.DONE]

    assert present(links, link).intents == intents
    assert present(links, link).lease is None


def test_a_commit_may_hold_the_lease_for_a_while(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])
    claimed = present(links, link)
    until = clock.now() + 15_000

    assert links.commit([Commit(claimed, "mine", claimed.base, hold_until=until)]) == [Held.DONE]

    held = present(links, link)
    assert held.lease == Lease("mine", until)
    assert links.claim([claim_of(held, clock, "other")]) == [Held.BUSY]
    clock.advance(15_000)
    assert links.claim([claim_of(held, clock, "other")]) == [Held.DONE]


def test_the_windows_of_writes_are_kept(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    writes = tuple(
        WriteWindow(side, 1, 2, {"email": Overwrite(mark(None), mark("x")), "city": Overwrite(mark("y"), mark(1))})
        for side in Side
    )
    links.claim([Claim(link, "mine", clock.now() + LEASE, Intents(1, (), writes))])
    claimed = present(links, link)
    assert claimed.write_windows == writes

    links.commit([Commit(claimed, "mine", claimed.base, writes=writes[:1])])

    assert present(links, link).write_windows == writes[:1]


def test_a_commit_without_the_lease_writes_nothing(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])
    slow = present(links, link)
    clock.advance(LEASE)
    links.claim([claim_of(slow, clock, "other")])
    before = present(links, link)

    assert links.commit([Commit(slow, "mine", {}), Commit(make_link(2), "mine", {})]) == [Held.BUSY, Held.BUSY]
    assert present(links, link) == before


def test_a_lapsed_lease_that_nobody_took_still_commits_once(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])
    clock.advance(2 * LEASE)
    commit = Commit(present(links, link), "mine", {})

    assert links.commit([commit]) == [Held.DONE]
    assert links.commit([commit]) == [Held.BUSY]


def test_outcomes_come_in_the_order_of_the_claims(links: LinkStore, clock: ManualClock) -> None:
    wanted = [make_link(number) for number in range(60)]
    links.create(wanted)
    links.claim([claim_of(link, clock, "other") for link in wanted[::7]])
    expected = [Held.BUSY if number % 7 == 0 else Held.DONE for number in range(60)]

    assert links.claim([claim_of(link, clock) for link in wanted]) == expected
    commits = [Commit(link, "mine", link.base) for link in wanted]
    assert links.commit(commits) == expected
