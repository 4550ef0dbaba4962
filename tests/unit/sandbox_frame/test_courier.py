"""Deliveries on their way: what the subscriber or the bus said goes back to the simulator."""

from __future__ import annotations

import asyncio

from sandbox.frame.courier import Courier, PutEvents
from sandbox.frame.simulator import Delivery
from sandbox.hubspot.simulator import HubspotSimulator


class Scripted(HubspotSimulator):
    """Hands out one delivery and notes how it was settled."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(lambda: 0.0)
        self.waiting = [delivery]
        self.settled: list[int | None] = []
        self.done = asyncio.Event()

    def take_due(self) -> list[Delivery]:
        taken, self.waiting = self.waiting, []
        return taken

    def settle(self, delivery: Delivery, status: int | None) -> None:
        self.settled.append(status)
        self.done.set()


def outcome(delivery: Delivery, put_events: PutEvents | None = None) -> list[int | None]:
    async def carry() -> list[int | None]:
        simulator = Scripted(delivery)
        courier = asyncio.create_task(Courier(simulator, put_events).run())
        await asyncio.wait_for(simulator.done.wait(), 5)
        courier.cancel()
        await asyncio.gather(courier, return_exceptions=True)
        return simulator.settled

    return asyncio.run(carry())


def test_an_event_goes_to_the_bus() -> None:
    seen: list[bytes] = []

    async def bus(entries: list[bytes]) -> None:
        seen.extend(entries)

    assert outcome(Delivery("event", "", b"{}"), bus) == [200]
    assert seen == [b"{}"]


def test_an_event_without_a_bus_or_with_a_broken_one_is_not_delivered() -> None:
    async def broken(_: list[bytes]) -> None:
        raise ConnectionError

    assert outcome(Delivery("event", "", b"{}")) == [None]
    assert outcome(Delivery("event", "", b"{}"), broken) == [None]


def test_nobody_at_the_url_is_no_answer() -> None:
    assert outcome(Delivery("http", "http://127.0.0.1:9/", b"[]")) == [None]
