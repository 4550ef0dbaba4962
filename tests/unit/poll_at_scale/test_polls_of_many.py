"""Polls of more records than a query shows, while people edit and delete: everybody comes over, and nobody twice."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from crmsync.adapters.hubspot import search
from crmsync.adapters.salesforce import soql
from crmsync.adapters.vendor_time import iso_of
from crmsync.core.poll_cursor import CROWD, LOOK_BACK
from crmsync.core.record import Millis, Side

from sandbox.memory.queue import BULK, LIVE
from tests.unit.imports.import_world import ImportWorld
from tests.unit.sync.sync_world import SECOND

pytestmark = pytest.mark.no_cover

MANY = 20_500
"""More than twice the 10,000 results of one HubSpot search."""

ROUND: Millis = 90_000
MINUTE: Millis = 60_000
PAGES = {Side.HUBSPOT: "contacts/search", Side.SALESFORCE: "composite"}


class PolledWorld(ImportWorld):
    """Whose live feeds tell nothing: all that is found, a poll found."""

    def __init__(self) -> None:
        super().__init__()
        self.clock.advance(3_600_000)
        self.poll_all()

    def deliver(self) -> None:
        self.clock.advance(SECOND // 2)
        for gateway in self.gateways.values():
            for delivery in gateway.simulator.take_due():
                gateway.simulator.settle(delivery, 200)

    def poll_all(self) -> int:
        """Rounds until nothing is left; how many records they showed."""
        seen = 0
        for side in Side:
            while True:
                result = self.product.poll(side, self.clock.now() + ROUND)
                seen += result.seen
                if not result.stopped:
                    break
                assert result.stopped == "out_of_time"
        return seen

    def enter(self, side: Side, count: int, name: str = "x") -> None:
        """At one moment, all of them."""
        field, object_type = ("email", "contacts") if side is Side.HUBSPOT else ("Email", "Contact")
        last = {} if side is Side.HUBSPOT else {"LastName": "Crowd"}
        records = [{field: f"{name}{n}@example.org", **last} for n in range(count)]
        self.load(side, records, object_type)

    def found(self) -> Counter[str]:
        """How often each record is asked for in the queue."""
        counted: Counter[str] = Counter()
        for message in _messages(self):
            counted.update(change["ref"] for change in message)
        return counted

    def emails(self, side: Side) -> Counter[str]:
        if side is Side.HUBSPOT:
            store = self.hubspot.simulator.portal.store("0-1")  # type: ignore[attr-defined]
            live = [one.values.get("email") for one in store.records.values() if not one.archived]
            return Counter(str(email) for email in live if email)
        path: str | None = "/services/data/v67.0/query?q=SELECT+Email+FROM+Contact+WHERE+Email!=null"
        counted: Counter[str] = Counter()
        while path:
            page = self.salesforce_user.send("GET", path).json()
            counted.update(row["Email"] for row in page["records"])
            path = page.get("nextRecordsUrl")
        return counted


def _messages(world: ImportWorld) -> Iterator[list[dict[str, Any]]]:
    for queue in (LIVE, BULK):
        for message in world.product.queue.receive(queue, 100_000):
            yield json.loads(message.body)["changes"]


@pytest.fixture
def world() -> PolledWorld:
    return PolledWorld()


@pytest.mark.parametrize("side", Side)
def test_all_of_one_moment_are_found_beyond_every_cap(world: PolledWorld, side: Side) -> None:
    """As after a bulk update: 20,500 records with the same time of modification."""
    world.enter(side, MANY)
    world.clock.advance(60_000)
    seen = world.poll_all()
    assert len([key for key in world.found() if key.startswith(side.value)]) >= MANY
    assert seen <= 1.1 * MANY
    pages = MANY // (search.PAGE_LIMIT if side is Side.HUBSPOT else soql.PAGE_LIMIT)
    assert len([call for call in world.product.calls if PAGES[side] in call]) <= pages + 8


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of people are many, then."""
    monkeypatch.setattr(search, "PAGE_LIMIT", 20)
    monkeypatch.setattr(search, "RESULT_CAP", 100)
    monkeypatch.setattr(soql, "PAGE_LIMIT", 20)
    monkeypatch.setattr("crmsync.adapters.salesforce.polling.PAGE_LIMIT", 20)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("moments", [1, 7, 300], ids=["one moment", "a few moments", "each its own"])
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("act", ["edit", "delete"])
def test_who_is_edited_or_deleted_between_two_pages_hides_nobody(
    world: PolledWorld, side: Side, moments: int, act: str
) -> None:
    """The earliest ones leave the window, and all behind them move up by as many places. The next round's look-back
    does not reach them any more: the poll was away for a while.
    """
    names = [f"m{moment}-" for moment in range(moments)]
    for name in names:
        world.enter(side, 300 // moments, name)
        world.clock.advance(SECOND)
    ids = _ids(world, side)
    world.clock.advance(2 * LOOK_BACK)
    _before_each_page(world, side, iter(ids[:60]), lambda one: _touch(world, side, one, act))
    world.poll_all()
    world.product.interruptions[side].clear()
    world.run_on()
    world.clock.advance(60_000)
    world.poll_all()
    world.run_on()
    survivors = {email for email in world.emails(side) if email.startswith("m")}
    others = world.emails(side.other)
    assert {email: others[email] for email in survivors if others[email] != 1} == {}
    assert len(survivors) >= 300 // moments * moments - 60


def _ids(world: PolledWorld, side: Side) -> list[str]:
    """In the order of their modification."""
    if side is Side.HUBSPOT:
        store = world.hubspot.simulator.portal.store("0-1")  # type: ignore[attr-defined]
        return [str(one.id) for one in store.records.values() if (one.values.get("email") or "").startswith("m")]
    soql_text = "SELECT+Id+FROM+Contact+WHERE+LastName='Crowd'+ORDER+BY+SystemModstamp,Id"
    rows = world.salesforce_user.send("GET", f"/services/data/v67.0/query?q={soql_text}").json()["records"]
    return [str(row["Id"]) for row in rows]


def _before_each_page(world: PolledWorld, side: Side, ids: Iterator[str], act: Callable[[str], object]) -> None:
    """Five of the earliest are touched before each page after the first."""

    def touch() -> None:
        for _ in range(5):
            if (one := next(ids, None)) is not None:
                act(one)
        world.before(side, PAGES[side], touch)

    world.before(side, PAGES[side], lambda: world.before(side, PAGES[side], touch))


def _touch(world: PolledWorld, side: Side, one: str, act: str) -> None:
    if side is Side.HUBSPOT:
        if act == "edit":
            world.edit_contact(one, jobtitle="Edited")
        else:
            world.hubspot_user.send("DELETE", f"/crm/v3/objects/contacts/{one}")
    elif act == "edit":
        world.edit_person(one, Title="Edited")
    else:
        world.salesforce_user.delete("Contact", one)


@pytest.mark.parametrize("late", [LOOK_BACK - 60_000, 2_000])
def test_what_a_long_transaction_shows_late_is_found(world: PolledWorld, late: Millis) -> None:
    """Stamped when it was written, visible when the transaction ended, after several rounds of the poll."""
    stamp = world.clock.now()
    for _ in range(late // 120_000 + 1):
        world.clock.advance(min(late, 120_000))
        world.poll_all()
    world.load(
        Side.SALESFORCE,
        [{"LastName": "Crowd", "Email": f"late{n}@example.org", "SystemModstamp": iso_of(stamp)} for n in range(30)],
    )
    world.clock.advance(30_000)
    world.poll_all()
    world.run_on()
    world.poll_all()
    world.run_on()
    others = world.emails(Side.HUBSPOT)
    assert [others[f"late{n}@example.org"] for n in range(30)] == [1] * 30


@pytest.mark.parametrize("side", Side)
def test_a_crowd_is_shown_twice_in_rounds_of_a_minute(world: PolledWorld, side: Side) -> None:
    world.enter(side, CROWD + 100)
    seen = 0
    for _ in range(LOOK_BACK // MINUTE * 3):
        world.clock.advance(MINUTE)
        seen += world.poll_all()
    assert 2 * (CROWD + 100) <= seen <= 2.5 * (CROWD + 100)


def test_what_shows_late_in_the_middle_of_a_crowd_is_found(world: PolledWorld) -> None:
    """By then no window begins before the crowd."""
    stamp = iso_of(world.clock.now())
    world.enter(Side.SALESFORCE, CROWD + 100)
    for _ in range(LOOK_BACK // MINUTE - 2):
        world.clock.advance(MINUTE)
        world.poll_all()
    late = {"LastName": "Crowd", "Email": "late@example.org", "SystemModstamp": stamp}
    world.load(Side.SALESFORCE, [late])
    for _ in range(4):
        world.clock.advance(MINUTE)
        world.poll_all()
    world.run_on()
    assert world.emails(Side.HUBSPOT)["late@example.org"] == 1


@pytest.mark.parametrize("skew", [-8 * 60_000, 8 * 60_000], ids=["its clock is behind", "its clock is ahead"])
def test_a_crm_whose_clock_is_wrong_by_minutes(world: PolledWorld, skew: Millis) -> None:
    for turn in range(5):
        world.load(
            Side.SALESFORCE,
            [
                {
                    "LastName": "Crowd",
                    "Email": f"skew{turn}@example.org",
                    "SystemModstamp": iso_of(world.clock.now() + skew),
                }
            ],
        )
        world.clock.advance(60_000)
        world.poll_all()
        world.run_on()
    for _ in range(10):
        world.clock.advance(60_000)
        world.poll_all()
        world.run_on()
    others = world.emails(Side.HUBSPOT)
    assert [others[f"skew{turn}@example.org"] for turn in range(5)] == [1] * 5
