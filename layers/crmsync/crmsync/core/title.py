"""The name of records that have none in HubSpot: Salesforce's gets the beginning of their text, by which people tell
them apart, and by which a creation of unknown outcome is found again.
"""

from __future__ import annotations

from typing import NamedTuple

from crmsync.core.record import Value

LONGEST = 80


class Title(NamedTuple):
    """`field` gets `word`, and the first line of the mapped field `of`. Only at its creation: people may change it.

    `day` is the mapped date by which HubSpot's record is looked for, since no search finds a text as a whole.
    """

    field: str
    word: str
    of: str
    day: str

    def name(self, text: Value) -> str:
        """Without a text `word` alone, which tells it from no other."""
        line = next((line.strip() for line in str(text or "").splitlines() if line.strip()), "")
        return f"{self.word}: {_shortened(line)}" if line else self.word


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
