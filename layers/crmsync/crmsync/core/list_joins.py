"""How far the feed of joins to the inclusion list has come. HubSpot tells joins only page by page, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crmsync.core.hubspot_list import Join, JoinPage
from crmsync.core.record import Millis

LOOK_BACK: Millis = 600_000
"""Joins may be shown later than the times that they bear."""


@dataclass(frozen=True, slots=True)
class JoinCursor:
    """`page` is the token of the page to read next; at rest, that of a list's last page, where new joins appear.

    `list_id` may be a form's.
    Joins before `since` are older than the choice of the list, or were sent. `sent` are later ones that were sent.
    `anchor` is the first join of the last page: when another one stands there, members left and the pages moved.
    """

    list_id: str
    since: Millis
    page: str | None = None
    sent: Mapping[str, Millis] = field(default_factory=dict)
    anchor: Join | None = None

    def is_moved(self, shown: JoinPage) -> bool:
        """Whether the page does not begin any more where it did. A token may be a position: then joins that are due
        may stand before it, and the walk has to begin anew.
        """
        return self.anchor is not None and self.page is not None and self.anchor != next(iter(shown.joins), None)

    def restarted(self) -> JoinCursor:
        return replace(self, page=None, anchor=None)

    def new_joins(self, shown: JoinPage) -> list[Join]:
        return [join for join in shown.joins if join.at >= self.since and self.sent.get(join.record_id) != join.at]

    def after_page(self, shown: JoinPage, round_began: Millis) -> JoinCursor:
        """Once the page's new joins were sent."""
        sent = {**self.sent, **{join.record_id: join.at for join in self.new_joins(shown)}}
        if shown.next_page is not None:
            return replace(self, page=shown.next_page, sent=sent, anchor=None)
        since = max(self.since, round_began - LOOK_BACK)
        kept = {record_id: at for record_id, at in sent.items() if at >= since}
        return replace(self, since=since, sent=kept, anchor=next(iter(shown.joins), None))

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, as kept in the job's state."""
        return {
            "list_id": self.list_id,
            "since": self.since,
            "page": self.page,
            "sent": dict(self.sent),
            "anchor": list(self.anchor) if self.anchor is not None else None,
        }

    @classmethod
    def from_dict(cls, body: Mapping[str, Any]) -> JoinCursor:
        """The inverse of `as_dict`."""
        anchor = body["anchor"]
        return cls(
            list_id=str(body["list_id"]),
            since=int(body["since"]),
            page=body["page"],
            sent={str(record_id): int(at) for record_id, at in body["sent"].items()},
            anchor=Join(str(anchor[0]), int(anchor[1])) if anchor else None,
        )
