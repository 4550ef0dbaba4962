"""Doubled, shuffled, lost events and killed workers: both CRMs converge all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.stack.stack import QUEUES
from tests.e2e.journey import Journey, Pair, eventually

pytestmark = pytest.mark.stack

PEOPLE = 10
LEASE_S = 75.0
CITIES = ("Bern", "Basel", "Chur")
TITLES = ("Boss", "Chief", "Head")


def edit_all(journey: Journey, pairs: list[Pair]) -> None:
    """Each person's title and city, some times over."""
    for city, title in zip(CITIES, TITLES, strict=True):
        for pair in pairs:
            journey.edit_contact(pair, city=city)
            journey.edit_person(pair, Title=title)


def in_step(journey: Journey, pairs: list[Pair]) -> Callable[[], list[Pair]]:
    """Those who are not, at both sides, what was edited last."""

    def behind() -> list[Pair]:
        wanted = (TITLES[-1], CITIES[-1])
        return [
            pair
            for pair in pairs
            if journey.contact(pair, "jobtitle", "city") != wanted
            or journey.person(pair, "Title", "MailingCity") != wanted
        ]

    return behind


def test_a_storm_of_doubled_and_shuffled_events(journey: Journey) -> None:
    """And then every event again, twice, newest first: which changes nothing."""
    with journey.storm(duplicate=1.0, reorder=True, delay_s=0.3, seed=1):
        pairs = journey.all_linked(PEOPLE)
        edit_all(journey, pairs)
        eventually(in_step(journey, pairs), [])
    assert [len(journey.people_of(pair.email)) for pair in pairs] == [1] * PEOPLE
    before = [len(journey.history(pair)) for pair in pairs]
    journey.replay(100)
    marker = journey.linked()
    journey.edit_person(marker, Title="Marker")
    eventually(lambda: journey.contact(marker, "jobtitle"), ("Marker",))
    assert in_step(journey, pairs)() == []
    assert [len(journey.history(pair)) for pair in pairs] == before


def test_polls_make_up_for_lost_events(journey: Journey) -> None:
    pair = journey.linked()
    newcomer = journey.email("unheard")
    with journey.storm(lose=1.0):
        journey.edit_contact(pair, city="Bern")
        journey.edit_person(pair, Title="Boss")
        journey.salesforce.create("Contact", {"Email": newcomer, "LastName": "Unheard"})

    def polled() -> bool:
        """Whatever else a poll is doing just now."""
        for function in ("HubspotPollFunction", "SalesforcePollFunction"):
            journey.stack.invoke(function, {"force": True})
        return (
            journey.contact(pair, "jobtitle", "city")
            == journey.person(pair, "Title", "MailingCity")
            == ("Boss", "Bern")
            and len(journey.contacts_of(newcomer)) == 1
        )

    eventually(polled)


@pytest.mark.lengthy
def test_killed_workers_leave_nothing_behind(journey: Journey) -> None:
    """One in the middle of a write, whose record is free again when the lease has lapsed, and others under load."""
    pairs = journey.all_linked(PEOPLE)
    slow = {"match": {"method": "PATCH", "path": "composite/sobjects"}, "kind": "slow", "seconds": 5}
    journey.stack.control("salesforce", "faults", [slow])
    before = writes(journey)
    journey.edit_contact(pairs[0], zip="8001")
    eventually(lambda: writes(journey) > before)
    assert journey.stack.kill_workers("SyncRecordsFunction") > 0
    assert held(journey, pairs[0])
    edit_all(journey, pairs[1:])
    for pair in pairs[1:4]:
        journey.edit_contact(pair, zip="8002")
        eventually(lambda: journey.stack.kill_workers("SyncRecordsFunction") > 0)
    edit_all(journey, pairs)

    def recovered() -> list[Pair]:
        for function in ("HubspotPollFunction", "SalesforcePollFunction"):
            journey.stack.invoke(function, {"force": True})
        return in_step(journey, pairs)()

    try:
        eventually(recovered, [], patience=LEASE_S + 45)
        eventually(lambda: [link for pair in pairs if (link := held(journey, pair))], [], patience=LEASE_S)
        eventually(lambda: journey.person(pairs[0], "MailingPostalCode"), ("8001",))
    finally:
        # The messages of the dead would come again in six minutes.
        for queue in QUEUES:
            journey.stack.aws.sqs.purge_queue(QueueUrl=journey.stack.physical_ids[queue])
    assert [len(journey.people_of(pair.email)) for pair in pairs] == [1] * PEOPLE


def writes(journey: Journey) -> int:
    """crmsync's updates in Salesforce, also those under way."""
    routes = journey.stack.control("salesforce", "calls", method="GET")["by_route"]
    return sum(count for route, count in routes.items() if route.startswith("PATCH") and "composite" in route)


def held(journey: Journey, pair: Pair) -> dict[str, object]:
    """A link that a worker holds, or left unfinished."""
    link = journey.stack.admin("record.show", hubspot_id=pair.hubspot)["link"]
    return dict(link) if link["leased"] or link["unfinished"] else {}
