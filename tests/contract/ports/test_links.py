"""The contract of the LinkStore."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.link import BaseValue, Entry, Intents, Lease, Link, Overwrite, WriteWindow
from crmsync.core.overwritten import mark
from crmsync.core.record import RecordRef, Side
from crmsync.ports.links import Claim, Commit, Held, LinkStore, Reservation

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


def test_a_link_is_found_from_either_record(links: LinkStore) -> None:
    link = stored(links, make_link())

    assert links.find([hubspot(), salesforce()]) == {hubspot(): link, salesforce(): link}
    assert links.find([salesforce()]) == {salesforce(): link}


def test_a_record_without_link_is_missing(links: LinkStore) -> None:
    stored(links, make_link())

    assert links.find([hubspot(2), salesforce(2), hubspot(2)]) == {}
    assert links.find([]) == {}


def test_everything_of_a_link_is_kept(links: LinkStore) -> None:
    link = Link(
        hubspot=hubspot(),
        salesforce=salesforce(object_type="Lead"),
        base={
            "firstname": BaseValue("Zoë “Ю” 日本 🙂", "Zoe"),
            "blank": BaseValue(None, None),
            "empty": BaseValue("", None),
            "yes": BaseValue(True, 1),
            "number": BaseValue(1, 1.0),
            "decimal": BaseValue(0.1, "0.1"),
            "broken": BaseValue("\ud83d", "\ud83d"),
            "quoted": BaseValue('a"b\\c\n\t\0', "[1,2]"),
        },
        version=3,
        lease=Lease("somebody", 5),
        intents=Intents(7, (Entry(Side.SALESFORCE, "FirstName", "ö", None, "two_way", "only H", overruled=True),)),
        seen={Side.HUBSPOT: 11, Side.SALESFORCE: 12},
        parked=("phone", "record"),
        linked_at=13,
        crossed=True,
    )

    found = present(links, stored(links, link))

    assert found == link
    for name, value in link.base.items():
        assert type(found.base[name].hubspot) is type(value.hubspot)
        assert type(found.base[name].salesforce) is type(value.salesforce)


def test_a_record_has_one_link(links: LinkStore) -> None:
    link = stored(links, make_link())
    same_hubspot = replace(link, salesforce=salesforce(2))
    same_salesforce = replace(link, hubspot=hubspot(2))

    assert links.create([same_hubspot, same_salesforce, link]) == [Held.BUSY] * 3
    assert links.find([hubspot(), hubspot(2), salesforce(2)]) == {hubspot(): link}


def test_many_links_are_created_but_those_that_exist(links: LinkStore) -> None:
    stored(links, make_link(7))
    stored(links, replace(make_link(60), hubspot=hubspot("other")))
    wanted = [make_link(number) for number in range(1, 121)]

    held = links.create(wanted)

    assert [number for number, one in enumerate(held, 1) if one is Held.BUSY] == [7, 60]
    assert len(links.find([link.salesforce for link in wanted])) == 120
    assert len(links.find([link.hubspot for link in wanted])) == 119


def test_the_same_record_twice_in_one_call_is_linked_once(links: LinkStore) -> None:
    first, second = make_link(), replace(make_link(), salesforce=salesforce(2))

    assert links.create([first, make_link(3), second]) == [Held.DONE, Held.DONE, Held.BUSY]
    assert links.find([salesforce(2)]) == {}


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


def reservation(*keys: str, token: str = "mine", until: int) -> Reservation:
    return Reservation(keys, token, until)


def test_a_reservation_takes_all_its_keys_or_none(links: LinkStore, clock: ManualClock) -> None:
    until = clock.now() + LEASE
    first = reservation("hubspot#contact#1", "person#x", until=until)
    second = reservation("hubspot#contact#2", "person#x", token="other", until=until)
    third = reservation("hubspot#contact#2", token="third", until=until)

    assert links.reserve([first]) == [Held.DONE]
    assert links.reserve([second]) == [Held.BUSY]
    assert links.reserve([third]) == [Held.DONE]


def test_two_records_of_one_person_in_one_batch_are_not_both_reserved(links: LinkStore, clock: ManualClock) -> None:
    until = clock.now() + LEASE
    both = [reservation(f"hubspot#contact#{number}", "person#x", until=until) for number in (1, 2)]

    assert links.reserve(both) == [Held.DONE, Held.BUSY]
    assert links.reserve([reservation("hubspot#contact#2", until=until)]) == [Held.DONE]
    assert links.reserve([both[0]]) == [Held.BUSY]


def test_a_reservation_lapses(links: LinkStore, clock: ManualClock) -> None:
    links.reserve([reservation("person#x", until=clock.now() + LEASE)])
    clock.advance(LEASE - 1)
    assert links.reserve([reservation("person#x", token="other", until=clock.now() + LEASE)]) == [Held.BUSY]
    clock.advance(1)
    taken = reservation("person#x", token="other", until=clock.now() + LEASE)
    assert links.reserve([taken]) == [Held.DONE]

    links.release([reservation("person#x", until=0)])
    assert links.reserve([reservation("person#x", until=clock.now() + LEASE)]) == [Held.BUSY]


def test_a_released_key_is_free(links: LinkStore, clock: ManualClock) -> None:
    one = reservation("person#x", "person#y", until=clock.now() + LEASE)
    links.reserve([one])
    links.release([one, reservation("person#unknown", until=0)])

    assert links.reserve([replace(one, token="other")]) == [Held.DONE]


def test_a_reserved_record_can_be_linked_and_a_linked_one_reserved(links: LinkStore, clock: ManualClock) -> None:
    link = make_link()
    own = reservation(link.hubspot.key, link.salesforce.key, until=clock.now() + LEASE)

    assert links.reserve([own]) == [Held.DONE]
    assert links.find([link.hubspot, link.salesforce]) == {}
    assert links.create([link]) == [Held.DONE]
    links.release([own])
    assert links.reserve([own]) == [Held.DONE]
    assert present(links, link) == link


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"salesforce": salesforce(9)}, id="salesforce merge"),
        pytest.param({"salesforce": salesforce(1, "Lead")}, id="conversion"),
        pytest.param({"hubspot": hubspot(9)}, id="hubspot merge"),
        pytest.param({"hubspot": hubspot(9), "salesforce": salesforce(9)}, id="both"),
        pytest.param({"crossed": True}, id="same records"),
    ],
)
def test_a_moved_link_is_found_where_it_is_now_only(links: LinkStore, change: dict[str, object]) -> None:
    link = stored(links, replace(make_link(), version=4))
    links.find([link.salesforce])
    successor = replace(link, **change)  # type: ignore[arg-type]

    assert links.move(link, successor) is Held.DONE

    expected = replace(successor, version=5)
    assert links.find([successor.hubspot, successor.salesforce]) == {
        successor.hubspot: expected,
        successor.salesforce: expected,
    }
    gone = {link.hubspot, link.salesforce} - {successor.hubspot, successor.salesforce}
    assert links.find(list(gone)) == {}


def test_a_link_is_not_moved_onto_a_linked_record(links: LinkStore) -> None:
    link, other = stored(links, make_link()), stored(links, make_link(2))

    assert links.move(link, replace(link, salesforce=other.salesforce)) is Held.BUSY
    assert links.move(link, replace(link, hubspot=other.hubspot)) is Held.BUSY
    assert links.find([link.hubspot, other.hubspot]) == {link.hubspot: link, other.hubspot: other}


def test_a_link_that_changed_is_not_moved_nor_deleted(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])

    assert links.move(link, replace(link, salesforce=salesforce(9))) is Held.BUSY
    assert links.delete(link) is Held.BUSY
    assert present(links, link).version == 1


def test_who_held_the_lease_of_a_moved_link_cannot_commit(links: LinkStore, clock: ManualClock) -> None:
    link = stored(links, make_link())
    links.claim([claim_of(link, clock)])
    claimed = present(links, link)

    assert links.move(claimed, replace(claimed, salesforce=salesforce(9))) is Held.DONE
    assert links.commit([Commit(claimed, "mine", {})]) == [Held.BUSY]


def test_a_deleted_link_is_gone_from_both_sides(links: LinkStore) -> None:
    link = stored(links, make_link())
    links.find([link.salesforce])

    assert links.delete(link) is Held.DONE
    assert links.delete(link) is Held.BUSY
    assert links.find([link.hubspot, link.salesforce]) == {}
    assert links.create([link]) == [Held.DONE]
