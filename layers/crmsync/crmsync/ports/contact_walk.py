"""A walk through HubSpot's contacts, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from crmsync.core.record import Record


class ContactPage(NamedTuple):
    """`next_page` is where the following page begins (HubSpot's opaque token); None when this is the last one."""

    contacts: tuple[Record, ...]
    next_page: str | None = None


class ContactWalk(Protocol):
    """Each method is one HTTP call. Raises CrmError."""

    def contact_count(self) -> int:
        """How many contacts there are; may lag by seconds."""

    def contact_page(self, fields: Sequence[str], page: str | None) -> ContactPage:
        """A hundred contacts in the order of their ids, so that none is missed and none comes twice while others are
        made or deleted; `page` from the page before, None for the first.
        """
