"""Who was erased, as salted digests."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Protocol


class Suppressions(Protocol):
    """Of texts as `core.suppression` makes them; none of them is stored. Raises CrmError(RETRY_LATER)."""

    def suppress(self, texts: AbstractSet[str]) -> None:
        """Marks them for good; once more is harmless."""

    def suppressed(self, texts: AbstractSet[str]) -> frozenset[str]:
        """Those that are marked, strongly consistent."""
