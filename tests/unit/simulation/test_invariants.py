"""Every invariant can fail: a world at rest is disturbed in one way, and exactly that is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from crmsync.core.change import Change, ChangeKind
from crmsync.core.link import Entry, Lease, Link
from crmsync.core.outcome import OutcomeName
from crmsync.core.parked import Parked
from crmsync.core.reconcile_round import ReconcileRound
from crmsync.core.record import NewRecord, RecordRef, RecordUpdate, Side
from crmsync.ports.history import HistoryRow
from crmsync.ports.links import Claim, Commit, Reservation
from crmsync.usecases.reconcile.rounds import Rounds

from sandbox.memory.queue import LIVE
from sandbox.simulation.invariants import broken
from sandbox.simulation.invariants.traffic import HUBSPOT_WINDOW
from sandbox.simulation.people import Edit
from sandbox.simulation.rest import drain, unrest
from sandbox.simulation.wiring import SimulatedRandomness
from sandbox.simulation.world import MINUTE, World
from tests.unit.simulation.worlds import calm_world, only_link

STRANGER = RecordRef(Side.HUBSPOT, "contact", "900000001")


@pytest.fixture
def world() -> World:
    return calm_world()


def the_link(world: World) -> Link:
    return only_link(world, Side.HUBSPOT)


def test_a_calm_world_comes_to_rest(world: World) -> None:
    assert broken(world) == []
    assert unrest(world) == []
    assert len(world.product.links.all()) == 2


def leave_a_message(world: World) -> None:
    world.product.queue.send([Change(STRANGER, ChangeKind.LOOK, 0, "test")])


def let_a_message_die(world: World) -> None:
    world.product.queue.dead.append('{"changes":[{"ref":"hubspot#contact#1","kind":"look","seen_at":1,"cause":"x",'
                                    '"event_values":{"city":"Bern"}}]}')  # fmt: skip


def keep_a_lease(world: World) -> None:
    link = the_link(world)
    claim = Claim(link, "token", world.scheduler.now + MINUTE, None)
    world.product.links.claim([claim])


def keep_a_reservation(world: World) -> None:
    world.product.links.reserve([Reservation(("person#1",), "token", world.scheduler.now + MINUTE)])


def park(world: World, category: str, *, part: str = "record", gap: int = MINUTE) -> None:
    now = world.scheduler.now
    ref = the_link(world).hubspot
    world.product.parking.park([Parked(ref, category, "a reason", "a fix", now, part, next_try_at=now + gap)])


def forget_a_row(world: World) -> None:
    """The link says that a field is parked, and nobody knows why."""
    links, link = world.product.links, the_link(world)
    links.claim([Claim(link, "token", world.scheduler.now + MINUTE, None)])
    links.commit([Commit(link, "token", link.base, link.seen, ("zip",))])


def edit_behind_its_back(world: World) -> None:
    """As the app, without any event that the product heeds."""
    update = RecordUpdate(the_link(world).hubspot, {"city": "Bern"})
    world.product.plain_crms.of(Side.HUBSPOT).update([update])


def lose_an_edit(world: World) -> None:
    ref = the_link(world).hubspot
    world.people.edits.append(Edit(1, ref.side, ref.object_type, ref.id, "city", "Bern"))


def lose_the_edit_of_an_unlinked_record(world: World) -> None:
    link = the_link(world)
    world.product.links.delete(link)
    ref = link.hubspot
    world.people.edits.append(Edit(1, ref.side, ref.object_type, ref.id, "city", "Bern"))


def create_twice(world: World) -> None:
    values = {"LastName": "Twin", "Email": "person-twin@example.org"}
    twins = [NewRecord(str(number), "Contact", values) for number in range(2)]
    world.product.plain_crms.of(Side.SALESFORCE).create(twins)


def create_who_was_there(world: World) -> None:
    body: dict[str, str | None] = {"LastName": "Twin", "Email": "person-twin@example.org"}
    world.crms.salesforce_user.create("Contact", body)
    world.scheduler.run_until(world.scheduler.now + MINUTE)
    world.product.plain_crms.of(Side.SALESFORCE).create([NewRecord("1", "Contact", body)])


def exceed_a_cap(world: World) -> None:
    world.administrator.caps[Side.SALESFORCE] = 1


def burst(world: World) -> None:
    world.product.call_times[Side.HUBSPOT] += [world.scheduler.now] * (HUBSPOT_WINDOW + 1)


def answer_writes(world: World) -> None:
    """Each of our writes followed by another."""
    row = world.product.history.all()[0]
    many = [replace(row, at=row.at + number, token=str(number), action="update") for number in range(200)]
    world.product.history.add(many)


def leave_without_outcome(world: World) -> None:
    world.accounts.last.clear()
    world.product.links.delete(the_link(world))


def tell_an_untruth(world: World) -> None:
    ref = the_link(world).hubspot
    world.product.links.delete(the_link(world))
    world.accounts.last[ref] = OutcomeName.SKIPPED, "no_email"


def leave_in_retry(world: World) -> None:
    world.accounts.last[the_link(world).hubspot] = OutcomeName.RETRY, "leased"


Disturb = Callable[[World], object]


def leave_a_round(world: World) -> None:
    """Without the message that carries it on."""
    held = Rounds(world.product.jobs, world.product.clock, SimulatedRandomness(Random(0))).take()
    assert held is not None
    held.begin(ReconcileRound("round", world.scheduler.now, ("Contact",)))
    held.finish()


@pytest.mark.parametrize(
    ("disturb", "told"),
    [
        (leave_a_message, "messages are still in the live queue"),
        (let_a_message_die, "a dead message holds more than one bare change"),
        (keep_a_lease, "is still leased or has open intents"),
        (keep_a_reservation, "person#1 is still reserved"),
        (lambda world: park(world, "unavailable"), "is parked as unavailable, which is no reason that lasts"),
        (lambda world: park(world, "duplicates", gap=-10 * MINUTE), "was not tried when it was due"),
        (lambda world: park(world, "property_values", part="zip"), "although its value is good"),
        (forget_a_row, "has zip as parked, and there is no row of it"),
        (edit_behind_its_back, "MailingCity of salesforce is not in step"),
        (lose_an_edit, "city = 'Bern' at"),
        (lose_the_edit_of_an_unlinked_record, "and the record has no link"),
        (create_twice, "person-twin@example.org was created 2 times in Salesforce"),
        (create_who_was_there, "was created although person-twin@example.org was there"),
        (exceed_a_cap, "calls were made within 24 hours, the cap is 1"),
        (burst, "calls were made to HubSpot within ten seconds"),
        (answer_writes, "writes answer writes"),
        (leave_without_outcome, "has no outcome"),
        (tell_an_untruth, "has no link; its outcome is skipped: no_email"),
        (leave_in_retry, "was left as retry: leased"),
        (leave_a_round, "the reconcile is running"),
    ],
)
def test_a_disturbed_world_is_told(world: World, disturb: Disturb, told: str) -> None:
    disturb(world)
    assert any(told in problem for problem in broken(world)), broken(world)


def test_a_write_at_rest_is_told(world: World) -> None:
    link = the_link(world)
    row = HistoryRow(link.hubspot, link.salesforce, world.scheduler.now, "late", "test", "update", ())
    world.scheduler.after(MINUTE, lambda: world.product.history.add([row]))
    assert unrest(world) == ["1 writes happened at rest"]


def test_a_record_that_is_looked_at_over_and_over_is_told(world: World) -> None:
    looks = MINUTE
    while looks < 10 * MINUTE:
        world.scheduler.after(looks, lambda: leave_a_message(world))
        looks += MINUTE
    assert unrest(world) == [f"{STRANGER.key} was looked at 9 times at rest"]


@pytest.mark.parametrize(("delay", "left"), [(0, 0), (15 * MINUTE, 1)])
def test_a_message_of_just_now_is_waited_for_and_one_that_stays_is_told(world: World, delay: int, left: int) -> None:
    world.product.queue.send([Change(STRANGER, ChangeKind.LOOK, 0, "test")], delay=delay)
    drain(world)
    assert world.product.queue.depth(LIVE) == left
    assert any("still in the live queue" in problem for problem in broken(world)) == bool(left)


def test_a_function_that_raises_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise AssertionError("broken down")

    monkeypatch.setattr(world.product, "sync", break_down)
    world.product.queue.put(LIVE, '{"changes":[{"ref":"hubspot#contact#1","kind":"look","seen_at":1,"cause":"x"}]}')
    world.scheduler.run_until(world.scheduler.now + MINUTE)
    assert any("sync_records: AssertionError" in problem for problem in broken(world))


def test_an_open_lease_of_the_past_is_no_limbo(world: World) -> None:
    link = the_link(world)
    world.product.links.claim([Claim(link, "token", world.scheduler.now - 1, None)])
    assert world.product.links.all()[0].lease in {None, Lease("token", world.scheduler.now - 1)}
    assert broken(world) == []


def cover_a_clearing(world: World, side: Side, body: str) -> None:
    """Somebody cleared the field that we were writing, and this arrived later."""
    link = only_link(world, side)
    ref, row = link.ref(side), world.product.history.of(link.hubspot, 1)[0]
    entry = Entry(side, "lastname", "value 0", "value 1", "two_way", "hubspot_changed")
    world.product.history.add([replace(row, token=f"{row.at}-{len(body)}", entries=(entry,))])
    world.people.edits.append(Edit(row.at, side, ref.object_type, ref.id, "lastname", None))
    world.deliveries.arrived.append((row.at + 1, body.replace("ID", ref.id)))


WEBHOOK = '[{"objectId":ID,"propertyName":"lastname","propertyValue":"%s"}]'
CHANGE_EVENT = (
    '{"Detail":"{\\"recordIds\\":[\\"ID\\"],\\"nulledFields\\":[%s],\\"changedFields\\":[\\"Name.LastName\\"]}"}'
)


@pytest.mark.parametrize(
    ("side", "clearing", "echo"),
    [
        (Side.HUBSPOT, WEBHOOK % "", WEBHOOK % "value 1"),
        (Side.SALESFORCE, CHANGE_EVENT % '\\"Name.LastName\\"', CHANGE_EVENT % '\\"Title\\"'),
    ],
    ids=list(Side),
)
def test_of_a_clearing_an_event_tells_that_shows_a_blank(world: World, side: Side, clearing: str, echo: str) -> None:
    """The event of our own write, which names the field too, does not."""
    cover_a_clearing(world, side, echo)
    assert broken(world) == []
    cover_a_clearing(world, side, clearing)
    assert any("lastname = None at" in problem for problem in broken(world))
