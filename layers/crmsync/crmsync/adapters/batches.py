"""Batches of writes: split to the vendor's limits, one outcome a row in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from crmsync.core.failure import Consequence, CrmError, Failure, WriteOutcome
from crmsync.core.parked import Category

T = TypeVar("T")

ISOLATION_CALLS = 20
"""Extra calls a batch may cost when the vendor refuses it whole for one bad row: enough for one or two."""

_STOPPING = frozenset({Consequence.QUOTA_EXHAUSTED, Consequence.BAD_CONFIGURATION})
_OF_THE_SCHEMA = frozenset({Category.MAPPING.value, Category.PERMISSIONS.value})

WriteBatch = Callable[[Sequence[T]], Sequence[WriteOutcome]]
"""One call for one batch; raises CrmError when the whole call failed."""

Repeats = Callable[[Failure], bool]
"""Whether a further call could only meet this failure again."""

Mentions = Callable[[T, str], bool]
"""Whether a row writes the field."""


def batches(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def is_of_every_call(failure: Failure) -> bool:
    """Quota and credentials."""
    return failure.consequence in _STOPPING


def write_all(
    rows: Sequence[T],
    split: Sequence[Sequence[int]],
    write: WriteBatch[T],
    mentions: Mentions[T],
    repeats: Repeats = is_of_every_call,
) -> list[WriteOutcome]:
    """Writes the batches that `split` gives as indexes into `rows`; never raises CrmError.

    A failed call is the outcome of each of its rows. After a failure of a whole batch that `repeats` the remaining
    batches are not sent: it is their outcome too.
    """
    outcomes: dict[int, WriteOutcome] = {}
    stop: Failure | None = None
    for batch in split:
        part = [rows[index] for index in batch]
        done: Sequence[WriteOutcome] = [stop] * len(part) if stop is not None else _Isolation(write, mentions).run(part)
        outcomes.update(zip(batch, done, strict=True))
        stop = _stopping(done, repeats)
    return [outcomes[index] for index in range(len(rows))]


def _stopping(outcomes: Sequence[WriteOutcome], repeats: Repeats) -> Failure | None:
    failures = [one for one in outcomes if isinstance(one, Failure) and repeats(one)]
    return failures[0] if failures and len(failures) == len(outcomes) else None


class _Isolation(Generic[T]):
    """Writes one batch. When the vendor refuses it whole, the rows to blame are found by halving.

    A refusal of the whole call means that nothing of it was done, so the innocent rows may be sent again.
    """

    def __init__(self, write: WriteBatch[T], mentions: Mentions[T]) -> None:
        self._write = write
        self._mentions = mentions
        self._calls_left = ISOLATION_CALLS

    def run(self, rows: Sequence[T]) -> Sequence[WriteOutcome]:
        try:
            return self._write(rows)
        except CrmError as error:
            failure = error.failure
        if failure.consequence is not Consequence.REJECTED_RECORD or len(rows) == 1:
            return [failure] * len(rows)
        return self._blame(rows, failure)

    def _blame(self, rows: Sequence[T], failure: Failure) -> Sequence[WriteOutcome]:
        guilty = [self._is_to_blame(row, failure) for row in rows]
        if any(guilty):
            innocent = [row for row, is_guilty in zip(rows, guilty, strict=True) if not is_guilty]
            rest = iter(self._again(innocent, failure) if innocent else ())
            return [failure if is_guilty else next(rest) for is_guilty in guilty]
        middle = len(rows) // 2
        return [*self._again(rows[:middle], failure), *self._again(rows[middle:], failure)]

    def _again(self, rows: Sequence[T], failure: Failure) -> Sequence[WriteOutcome]:
        """Out of calls, nobody knows which row it was: all come again."""
        if self._calls_left == 0:
            return [replace(failure, consequence=Consequence.RETRY_LATER)] * len(rows)
        self._calls_left -= 1
        return self.run(rows)

    def _is_to_blame(self, row: T, failure: Failure) -> bool:
        """A field that does not exist or must not be written is wrong in every row that has it."""
        return failure.category in _OF_THE_SCHEMA and any(self._mentions(row, name) for name in failure.fields)
