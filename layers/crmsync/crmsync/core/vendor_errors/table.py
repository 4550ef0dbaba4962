"""A table of vendor errors: what was complained about, and the first row that fits it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Millis, Value
from crmsync.core.vendor_errors.scrub import scrub


class Problem(NamedTuple):
    """One complaint. `codes` are all of the vendor's names for it, the most telling first."""

    status: int
    codes: tuple[str, ...] = ()
    message: str = ""
    fields: tuple[str, ...] = ()


class Row(NamedTuple):
    """Fits a problem that has one of the statuses (none given: any), the code and the text (lower case).

    `on_write` replaces the consequence when the whole call was a write whose effect is uncertain.
    `fix` is what an administrator should do, where it differs from the advice for the category.
    """

    consequence: Consequence
    category: Category
    statuses: Sequence[int] = ()
    code: str = ""
    text: str = ""
    on_write: Consequence | None = None
    retry_after: Millis | None = None
    fix: str = ""

    def fits(self, problem: Problem) -> bool:
        return (
            (not self.statuses or problem.status in self.statuses)
            and (not self.code or self.code in problem.codes)
            and self.text in problem.message.lower()
        )


Table = Sequence[Row]


def first_fit(table: Table, problem: Problem) -> int:
    """The index of the first row that fits. The last row of a table fits everything."""
    return next(index for index, row in enumerate(table) if row.fits(problem))


class Circumstances(NamedTuple):
    """`writes`: the whole call was a write. `sent`: the values that it carried, kept out of every message."""

    writes: bool = False
    sent: tuple[Value, ...] = ()
    retry_after: Millis | None = None
    existing_id: str | None = None


def failure_of(table: Table, problems: Sequence[Problem], about: Circumstances) -> Failure:
    """One failure for all problems of one record or call: the row highest in the table decides."""
    index, decisive = min(((first_fit(table, problem), problem) for problem in problems), key=lambda found: found[0])
    row = table[index]
    fields = _distinct(field for problem in problems for field in problem.fields)
    words = _distinct(problem.message for problem in [decisive, *problems] if problem.message)
    return Failure(
        consequence=row.on_write if about.writes and row.on_write else row.consequence,
        category=row.category,
        message=scrub("; ".join(words), sent=about.sent, names=fields) or f"HTTP {decisive.status}",
        vendor_code=row.code or next(iter(decisive.codes), ""),
        status=decisive.status,
        fields=fields,
        retry_after=about.retry_after if about.retry_after is not None else row.retry_after,
        existing_id=about.existing_id,
        fix=row.fix,
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
