"""CRM calls of one change, alone in its invocation, of a linked record of each object pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from crmsync.core.record import Side

from benchmarks.crowd import Pair
from benchmarks.pair_crowd import CALLS, KINDS, Kind, PairCrowd

REPEATED = 3


def linked_changes() -> Iterator[tuple[str, Side, int]]:
    """The pair, the side of the edit, and the most of all repetitions. Raises AssertionError when an edit does not
    cross.
    """
    for kind in (*KINDS, CALLS):
        for side, calls in _changes(kind):
            yield kind.name, side, calls


def _changes(kind: Kind) -> Iterator[tuple[Side, int]]:
    crowd = PairCrowd(kind)
    pairs = crowd.linked(REPEATED)
    crowd.push(1)
    edits = {Side.HUBSPOT: crowd.edit_in_hubspot, Side.SALESFORCE: crowd.edit_in_salesforce}
    for side, edit in edits.items():
        yield side, max(_calls(crowd, edit, pair) for pair in pairs)


def _calls(crowd: PairCrowd, edit: Callable[[Sequence[Pair]], None], pair: Pair) -> int:
    virtual = crowd.virtual
    written, before = len(virtual.product.history.all()), sum(virtual.calls(side) for side in Side)
    edit([pair])
    virtual.settle()
    if len(virtual.product.history.all()) != written + 1:
        raise AssertionError(f"an edit of {crowd.kind.name} did not cross")
    return sum(virtual.calls(side) for side in Side) - before
