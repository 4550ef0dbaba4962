"""People on the virtual clock who were linked so long ago that no poll looks back on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crmsync.core.record import Millis, Side

from benchmarks.all_pairs import put
from benchmarks.crowd import Crowd, Pair, looks_at
from benchmarks.virtual_product import MINUTE, VirtualProduct
from sandbox.memory.queue import LIVE

POLL_GAP: Millis = 5 * MINUTE
ROUNDS = 5
"""From changes through their echoes until the look-back has passed over both."""


class LinkedPeople(NamedTuple):
    virtual: VirtualProduct
    crowd: Crowd
    pairs: list[Pair]

    def pass_rounds(self, rounds: int = ROUNDS) -> None:
        """Of both polls, with all work."""
        for _ in range(rounds):
            self.virtual.pass_time(POLL_GAP)
            self.virtual.poll()
            self.virtual.work()

    def spent(self, act: Callable[[], object], edits: int) -> int:
        """Calls of both sides. Raises AssertionError unless exactly so many edits cross meanwhile."""
        before, written = self._calls(), len(self.virtual.product.history.all())
        act()
        crossed = len(self.virtual.product.history.all()) - written
        if crossed != edits:
            raise AssertionError(f"{crossed} of {edits} edits crossed")
        return self._calls() - before

    def _calls(self) -> int:
        return sum(self.virtual.calls(side) for side in Side)


def linked_long_ago(virtual: VirtualProduct, number: int, parameters: Mapping[str, dict[str, Any]]) -> LinkedPeople:
    """So many contacts of both CRMs. `parameters` are by name, as an administrator would write them."""
    put(virtual, parameters)
    crowd = Crowd(virtual.desk)
    people = LinkedPeople(virtual, crowd, crowd.made(number))
    for body in looks_at(people.pairs, virtual.now):
        virtual.product.queue.put(LIVE, body)
    virtual.work()
    people.pass_rounds()
    return people
