"""A walk over all links, in pages: for work that looks at every pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from crmsync.core.link import Link


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`following` is where the next page begins; None after the last one. A page may have no links at all."""

    links: tuple[Link, ...]
    following: str | None


class LinkWalk(Protocol):
    """In no order that means anything. Links that are made or moved meanwhile may be missed or come twice."""

    def page(self, limit: int, after: str | None) -> LinkPage:
        """At most so many links; `after` from the page before, None for the first. Raises CrmError(RETRY_LATER)."""
