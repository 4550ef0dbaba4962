"""What each feed really tells of records of any pair, as both simulated CRMs push it and the polls find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crmsync.core.change import Change
from crmsync.core.message import unpack
from crmsync.core.record import Side

from sandbox.frame.simulator import Delivery
from sandbox.memory.queue import BULK, LIVE
from sandbox.simulation.receivers import OUTBOUND_URL, WEBHOOK_URL
from tests.unit.sync.custom_world import CustomWorld
from tests.unit.sync.deal_world import DealWorld
from tests.unit.sync.ending_world import Ending, Kind, Linked
from tests.unit.sync.ticket_world import TicketWorld

MINUTE = 60_000
WEBHOOKS = "HubSpot webhooks"
CHANGE_DATA_CAPTURE, OUTBOUND = "Salesforce Change Data Capture", "Salesforce Outbound Messages"
POLLS = {"Salesforce poll": Side.SALESFORCE, "HubSpot poll": Side.HUBSPOT}
FEEDS = {WEBHOOKS: Side.HUBSPOT, CHANGE_DATA_CAPTURE: Side.SALESFORCE, OUTBOUND: Side.SALESFORCE, **POLLS}
EVENTS = ("create", "update", "clear", "delete", "merge", "undelete", "association")


def tells(feed: str, kind: Kind, event: str) -> bool:
    """Whether the feed brings a change of the record to which it happens; of a clear, with the blank value."""
    side = FEEDS[feed]
    ending = Ending(kind)
    act = _ACTS[event](ending, side)
    if act is None:
        return False
    ending.world.run_on()
    told = Told(ending, feed)
    told.forget()
    refs = {ending.ref(side, one) for one in act()}
    found = [change for change in told.changes() if change.ref in refs]
    return any(map(_shows_a_clear, found)) if event == "clear" else bool(found)


class Told:
    """One feed of a world; the others' deliveries are lost."""

    def __init__(self, ending: Ending, feed: str) -> None:
        self._ending, self._feed = ending, feed
        world, kind = ending.world, ending.kind
        if feed == OUTBOUND:
            objects = {kind.salesforce_type: ["Id", kind.field[1]]}
            world.control(Side.SALESFORCE, "outbound_messages", {"url": OUTBOUND_URL, "objects": objects})

    def forget(self) -> None:
        """What was told by now; and the polls look from here on."""
        world = self._ending.world
        world.clock.advance(MINUTE * 20)
        for side in Side:
            world.product.poll(side, world.clock.now() + MINUTE)
        for gateway in world.gateways.values():
            for delivery in gateway.simulator.take_due():
                gateway.simulator.settle(delivery, 200)
        list(self._taken())

    def changes(self) -> list[Change]:
        world = self._ending.world
        world.clock.advance(MINUTE)
        for gateway in world.gateways.values():
            for delivery in gateway.simulator.take_due():
                is_told = self._is_of(delivery)
                gateway.simulator.settle(delivery, world.product.receive(delivery) if is_told else 200)
        if self._feed in POLLS:
            world.product.poll(POLLS[self._feed], world.clock.now() + MINUTE)
        return list(self._taken())

    def _is_of(self, delivery: Delivery) -> bool:
        if delivery.kind == "event":
            return self._feed == CHANGE_DATA_CAPTURE
        return self._feed == {WEBHOOK_URL: WEBHOOKS, OUTBOUND_URL: OUTBOUND}.get(delivery.url)

    def _taken(self) -> Iterator[Change]:
        queue = self._ending.world.product.queue
        for name in (LIVE, BULK):
            for message in queue.receive(name, 1_000):
                queue.delete(message.receipt)
                yield from unpack(message.body)


def _shows_a_clear(change: Change) -> bool:
    values = change.carried.values if change.carried is not None else change.event_values or {}
    return None in values.values() or "" in values.values()


Act = Callable[[], list[str]]
"""What somebody does; the ids that it happens to."""


def _create(ending: Ending, side: Side) -> Act:
    return lambda: [ending.create() if side is Side.SALESFORCE else ending.create_in_hubspot()]


def _update(ending: Ending, side: Side) -> Act:
    one = ending.linked()
    return lambda: _edited(ending, side, one, "7")


def _clear(ending: Ending, side: Side) -> Act:
    one = ending.linked(**{ending.kind.field[1]: "7"})
    return lambda: _edited(ending, side, one, None)


def _edited(ending: Ending, side: Side, one: Linked, value: str | None) -> list[str]:
    ending.edit(side, one.id(side), value)
    return [one.id(side)]


def _delete(ending: Ending, side: Side) -> Act:
    one = ending.linked()

    def act() -> list[str]:
        ending.delete(side, one)
        return [one.id(side)]

    return act


def _undelete(ending: Ending, side: Side) -> Act:
    one = ending.linked()
    ending.delete(side, one)
    ending.world.run_on()

    def act() -> list[str]:
        ending.restore(side, one)
        return [one.id(side)]

    return act


def _merge(ending: Ending, side: Side) -> Act | None:
    """Salesforce merges accounts and cases; of its other objects here, none."""
    if side is Side.SALESFORCE and ending.kind.salesforce_type not in {"Account", "Case"}:
        return None
    winner, loser = ending.linked(), ending.linked()

    def act() -> list[str]:
        """The survivor's change alone would not tell what became of the other."""
        ending.merge(side, winner.id(side), loser.id(side))
        return [loser.id(side)]

    return act


def _associate(ending: Ending, side: Side) -> Act:
    """With the record that a lookup of Salesforce's names: a parent, an account, a contact."""
    world, one = ending.world, ending.linked()
    company = world.create_company(name="Other", domain="other.example")
    account = world.create_account(Name="Other", Website="other.example")
    ada = world.linked()
    fields = {"company": "ParentId", "deal": "AccountId", "ticket": "ContactId", "pet": "Keeper__c"}

    def in_salesforce() -> list[str]:
        name = fields[ending.kind.name]
        value = ada.salesforce if name in {"ContactId", "Keeper__c"} else account
        assert world.salesforce_user.edit(ending.kind.salesforce_type, one.salesforce, {name: value})
        return [one.salesforce]

    def in_hubspot() -> list[str]:
        if isinstance(world, DealWorld):
            world.sell_to(one.hubspot, company)
        elif isinstance(world, TicketWorld):
            world.ask_for(one.hubspot, ada.hubspot)
        elif isinstance(world, CustomWorld):
            world.join((world.pets, one.hubspot), ("contact", ada.hubspot))
        else:
            world.put_under(one.hubspot, company)
        return [one.hubspot]

    return in_salesforce if side is Side.SALESFORCE else in_hubspot


_ACTS: dict[str, Callable[[Ending, Side], Act | None]] = {
    "create": _create,
    "update": _update,
    "clear": _clear,
    "delete": _delete,
    "merge": _merge,
    "undelete": _undelete,
    "association": _associate,
}
