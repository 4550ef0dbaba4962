"""Which of the values that crmsync wrote to a record are to be put back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crmsync.core.record import Millis

_SEPARATOR = "|"


class UndoScope(NamedTuple):
    """What was written from `since` to `until`, both included; of one cause (`import 0a1b2c3d4e5f`) or of all."""

    since: Millis
    until: Millis
    cause: str = ""

    def takes(self, at: Millis, cause: str) -> bool:
        """Whether a row of history is within it."""
        return self.since <= at <= self.until and (not self.cause or self.cause in cause.split("+"))

    @property
    def text(self) -> str:
        """As a change carries it."""
        return _SEPARATOR.join((str(self.since), str(self.until), self.cause))

    @classmethod
    def parse(cls, text: str) -> UndoScope:
        """The inverse of `text`. Raises ValueError."""
        since, until, cause = text.split(_SEPARATOR, 2)
        return cls(int(since), int(until), cause)


def one_scope(texts: Iterable[str]) -> str:
    """Of changes that are folded together one scope stands for all: another undo may be asked for again."""
    return max(texts, default="")
