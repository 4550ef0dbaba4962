"""The contract of the LinkStore for reservations."""

from __future__ import annotations

from dataclasses import replace

from crmsync.ports.links import Held, LinkStore, Reservation

from sandbox.memory.clock import ManualClock
from tests.contract.ports.made_links import LEASE, make_link, present


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
