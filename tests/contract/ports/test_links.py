"""The contract of the LinkStore."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crmsync.core.link import BaseValue, Entry, Intents, Lease, Link
from crmsync.core.record import Side
from crmsync.ports.links import Commit, Held, LinkStore

from sandbox.memory.clock import ManualClock
from tests.contract.ports.made_links import claim_of, hubspot, make_link, present, salesforce, stored


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
