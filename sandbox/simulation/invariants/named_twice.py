"""Whether people's names, of which each record has one of its own, stand twice on a side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from crmsync.core.record import Side


def once(_: str) -> int:
    return 1


def named_twice(names: Mapping[Side, Iterable[str]], most: Callable[[str], int] = once) -> Iterator[str]:
    """`names` are those that the records of each side bear; `most` says how many may bear one."""
    for side, listed in names.items():
        for name, count in Counter(listed).items():
            if count > most(name):
                yield f"{name} is {count} times in {side}"
