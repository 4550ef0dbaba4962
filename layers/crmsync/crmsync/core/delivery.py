"""What one delivery of a CRM's event feed brought."""

from __future__ import annotations

from dataclasses import dataclass

from crmsync.core.change import Change


@dataclass(frozen=True, slots=True)
class Delivery:
    """`ignored` counts the events that crmsync does not follow: other objects, unknown subscription types.

    `needs_poll` names object types of which the feed lost detail: only the poll's cursor knows what changed.
    """

    changes: tuple[Change, ...]
    ignored: int = 0
    needs_poll: tuple[str, ...] = ()
