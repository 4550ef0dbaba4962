"""Splits work to the sizes that AWS takes in one call."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def distinct_batches(
    items: Iterable[T],
    keys: Callable[[T], Iterable[Hashable]],
    most: int,
    weigh: Callable[[T], int] = lambda _: 0,
    heaviest: int = 0,
) -> Iterator[list[T]]:
    """Batches in the order of the items, each of at most `most` items and `heaviest` in weight.

    No key comes twice within a batch: DynamoDB refuses a call that touches one item twice.
    """
    batch: list[T] = []
    taken: set[Hashable] = set()
    weight = 0
    for item in items:
        own, heavy = set(keys(item)), weigh(item)
        if batch and (len(batch) >= most or weight + heavy > heaviest or not taken.isdisjoint(own)):
            yield batch
            batch, taken, weight = [], set(), 0
        batch.append(item)
        taken |= own
        weight += heavy
    if batch:
        yield batch
