"""A live feed that loses events: the polls notice, look more often, and make up for it."""

from __future__ import annotations

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.feed_health import JUDGED, FeedState, LiveFeed
from crmsync.core.outcome import OutcomeName
from crmsync.core.record import Side
from crmsync.ports.feed_log import FeedLog

from sandbox.simulation.receivers import OUTBOUND_URL
from tests.unit.sync.listed_world import ListedWorld
from tests.unit.sync.sync_world import SECOND, SyncWorld

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def round_of(world: SyncWorld, side: Side) -> str:
    """Why the scheduled round ended early, if it did; what it found is carried."""
    stopped = world.product.poll(side, world.clock.now() + MINUTE, force=False).stopped
    world.run()
    return stopped


def state(world: SyncWorld, side: Side) -> FeedState:
    return world.product.feeds.of(JUDGED[side]).state(world.clock.now())


def lose(world: SyncWorld) -> None:
    """Whatever the CRMs push now never arrives."""
    world.clock.advance(SECOND)
    for gateway in world.gateways.values():
        for delivery in gateway.simulator.take_due():
            gateway.simulator.settle(delivery, 200)


def edit(world: SyncWorld, side: Side, ids: tuple[str, str], city: str) -> None:
    if side is Side.HUBSPOT:
        world.edit_contact(ids[0], city=city)
    else:
        world.edit_person(ids[1], MailingCity=city)


@pytest.fixture
def polled(world: SyncWorld) -> SyncWorld:
    """With one linked person of whom both feeds told, and a first round made."""
    world.linked()
    for side in Side:
        assert round_of(world, side) == ""
    return world


def pair(world: SyncWorld) -> tuple[str, str]:
    (link,) = world.product.links.all()
    return link.hubspot.id, link.salesforce.id


@pytest.mark.parametrize("side", Side)
def test_while_the_feed_is_healthy_a_poll_rests_for_nothing(polled: SyncWorld, side: Side) -> None:
    assert state(polled, side) is FeedState.HEALTHY
    with polled.counting() as calls:
        for _ in range(5):
            polled.clock.advance(5 * MINUTE)
            assert round_of(polled, side) == "stretched"
    assert calls.total == 0
    polled.clock.advance(5 * MINUTE)
    assert round_of(polled, side) == ""


def test_forced_it_makes_its_round(polled: SyncWorld) -> None:
    polled.clock.advance(MINUTE)
    with polled.counting() as calls:
        assert polled.product.poll(Side.SALESFORCE, polled.clock.now() + MINUTE, force=True).stopped == ""
    assert calls.salesforce == 1


def test_an_idle_day_costs_few_calls(polled: SyncWorld) -> None:
    with polled.counting() as calls:
        for minute in range(0, 24 * 60, 5):
            polled.clock.advance(5 * MINUTE)
            for side in Side:
                round_of(polled, side)
            if minute % 15 == 0:
                polled.product.refresh()
            polled.product.guard()
    assert calls.salesforce <= 48 + 96 + 24 + 24 + 24 + 24
    assert calls.salesforce < 220


@pytest.mark.parametrize("side", Side)
def test_what_the_feed_lost_the_poll_brings_and_looks_more_often_then(polled: SyncWorld, side: Side) -> None:
    edit(polled, side, pair(polled), "London")
    lose(polled)
    polled.clock.advance(30 * MINUTE)
    assert round_of(polled, side) == ""
    assert (polled.contact(pair(polled)[0], "city"), polled.person(pair(polled)[1], "MailingCity")) == ("London",) * 2
    assert state(polled, side) is FeedState.LOSSY
    for _ in range(3):
        polled.clock.advance(5 * MINUTE)
        assert round_of(polled, side) == ""


@pytest.mark.parametrize("side", Side)
def test_what_the_feed_told_is_no_miss(polled: SyncWorld, side: Side) -> None:
    for city in ("London", "Paris"):
        edit(polled, side, pair(polled), city)
        polled.run()
        polled.clock.advance(30 * MINUTE)
        assert round_of(polled, side) == ""
    assert state(polled, side) is FeedState.HEALTHY


@pytest.mark.parametrize("side", Side)
def test_what_is_too_young_to_have_been_told_is_no_miss(polled: SyncWorld, side: Side) -> None:
    polled.clock.advance(30 * MINUTE)
    edit(polled, side, pair(polled), "London")
    lose(polled)
    polled.clock.advance(30 * SECOND)
    assert round_of(polled, side) == ""
    assert polled.contact(pair(polled)[0], "city") == "London"
    assert state(polled, side) is FeedState.HEALTHY


def test_a_creation_that_was_not_told_is_a_miss(polled: SyncWorld) -> None:
    polled.create_contact(email="ben@example.org", lastname="Babbage")
    lose(polled)
    polled.clock.advance(30 * MINUTE)
    assert round_of(polled, Side.HUBSPOT) == ""
    assert polled.people_of("ben@example.org")
    assert state(polled, Side.HUBSPOT) is FeedState.LOSSY


def test_a_feed_that_is_silent_while_polls_find_changes_is_lost_until_it_is_heard(polled: SyncWorld) -> None:
    for city in ("London", "Paris", "Rome"):
        polled.clock.advance(HOUR)
        edit(polled, Side.SALESFORCE, pair(polled), city)
        lose(polled)
        polled.clock.advance(5 * MINUTE)
        assert round_of(polled, Side.SALESFORCE) == ""
    assert state(polled, Side.SALESFORCE) is FeedState.LOST
    polled.product.telemetry.counts.clear()
    polled.clock.advance(5 * MINUTE)
    round_of(polled, Side.SALESFORCE)
    assert polled.product.telemetry.total("FeedLost") == 1

    edit(polled, Side.SALESFORCE, pair(polled), "Berlin")
    polled.run()
    assert state(polled, Side.SALESFORCE) is FeedState.LOSSY
    polled.product.telemetry.counts.clear()
    polled.clock.advance(5 * MINUTE)
    round_of(polled, Side.SALESFORCE)
    assert polled.product.telemetry.total("FeedLost") == 0


def test_a_feed_that_was_never_set_up_is_polled_at_the_schedule_s_rate_and_rings_nobody(world: SyncWorld) -> None:
    """Salesforce without Change Data Capture: polls alone keep it in step."""
    world.control(Side.SALESFORCE, "event_relay", {"entities": []})
    person = world.create_person(Email="ada@example.org", LastName="Lovelace")
    for city in ("London", "Paris", "Rome", "Berlin"):
        world.edit_person(person, MailingCity=city)
        world.clock.advance(5 * MINUTE)
        assert round_of(world, Side.SALESFORCE) == ""
    assert state(world, Side.SALESFORCE) is FeedState.UNHEARD
    assert world.product.telemetry.total("FeedLost") == 0


def test_while_the_polls_rest_hubspot_is_asked_who_joined_the_list() -> None:
    """No webhook tells of joins."""
    world = ListedWorld()
    outside = world.pair_outside()
    for side in Side:
        assert round_of(world, side) == ""
    world.edit_contact(outside.hubspot, jobtitle="Countess")
    world.run_on()
    world.clock.advance(5 * MINUTE)
    with world.counting() as calls:
        assert [round_of(world, side) for side in Side] == ["stretched", "stretched"]
    assert (calls.hubspot, calls.salesforce) == (1, 0)
    world.take_in_everybody()
    world.clock.advance(5 * MINUTE)
    assert round_of(world, Side.HUBSPOT) == "stretched"
    world.run_on()
    assert world.person(outside.salesforce, "Title") == "Countess"


@pytest.fixture
def messaged(world: SyncWorld) -> SyncWorld:
    """Salesforce tells by Outbound Messages only, which leave blank fields out."""
    world.control(Side.SALESFORCE, "event_relay", {"entities": []})
    objects = {"Contact": ["Email", "LastName", "Title", "MailingCity"]}
    world.control(Side.SALESFORCE, "outbound_messages", {"url": OUTBOUND_URL, "objects": objects})
    world.linked(jobtitle="Countess", city="London")
    assert round_of(world, Side.SALESFORCE) == ""
    return world


def test_what_an_outbound_message_leaves_out_is_brought_by_the_poll(messaged: SyncWorld) -> None:
    """A field that is not in a message is blank, or was not selected for it: nothing tells the two apart."""
    hubspot, salesforce = pair(messaged)
    messaged.edit_person(salesforce, Title="Lady")
    messaged.run()
    assert messaged.contact(hubspot, "jobtitle") == "Lady"
    messaged.edit_person(salesforce, Title=None)
    with messaged.counting() as calls:
        assert messaged.run()[OutcomeName.ECHO] == 1
    assert (calls.total, messaged.contact(hubspot, "jobtitle")) == (0, "Lady")
    messaged.clock.advance(5 * MINUTE)
    assert round_of(messaged, Side.SALESFORCE) == ""
    assert messaged.contact(hubspot, "jobtitle") is None


def test_outbound_messages_alone_do_not_stretch_the_poll(messaged: SyncWorld) -> None:
    assert messaged.product.feeds.of(LiveFeed.SALESFORCE_OUTBOUND).last_event_at
    messaged.clock.advance(5 * MINUTE)
    assert round_of(messaged, Side.SALESFORCE) == ""


class NoNotes:
    """A FeedLog that does not answer."""

    def heard(self, feed: LiveFeed, at: int) -> None:
        raise CrmError(Failure(Consequence.RETRY_LATER, "unavailable", "no answer"))

    missed = heard


def test_nothing_depends_on_the_notes(polled: SyncWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    log: FeedLog = polled.product.feeds
    monkeypatch.setattr(log, "heard", NoNotes().heard)
    edit(polled, Side.HUBSPOT, pair(polled), "London")
    polled.run()
    assert polled.person(pair(polled)[1], "MailingCity") == "London"
