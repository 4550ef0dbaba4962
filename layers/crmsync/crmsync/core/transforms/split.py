"""A text divided at a separator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmsync.core.normal_form import text_of
from crmsync.core.record import Value
from crmsync.core.transforms.recipe import Inputs, Result


@dataclass(frozen=True)
class Split:
    """`part` takes one piece (1 the first, -1 the last). Without it each field of the other end gets a piece, and
    `rest` says which of them takes what is left over, or goes without where there are too few.
    """

    separator: str
    part: int | None = None
    rest: str = "first"
    reads: tuple[str, ...] = ()

    def run(self, given: Inputs) -> Result:
        pieces = [] if given.own is None else self._pieces(text_of(given.own))
        return self._shared_out(pieces, given.wanted) if self.part is None else _piece(pieces, self.part)

    def _pieces(self, text: str) -> list[str]:
        parts = text.split() if self.separator == " " else text.split(self.separator)
        return [stripped for part in parts if (stripped := part.strip())]

    def _shared_out(self, pieces: Sequence[str], count: int) -> list[Value]:
        alone = min(count - 1, len(pieces))
        missing: list[Value] = [None] * (count - 1 - alone)
        if self.rest == "last":
            return [*pieces[:alone], *missing, self.separator.join(pieces[alone:]) or None]
        cut = len(pieces) - alone
        return [self.separator.join(pieces[:cut]) or None, *missing, *pieces[cut:]]


def _piece(pieces: Sequence[str], part: int) -> Value:
    place = part - 1 if part > 0 else len(pieces) + part
    return pieces[place] if 0 <= place < len(pieces) else None
