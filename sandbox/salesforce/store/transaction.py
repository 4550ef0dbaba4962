"""What one API request changes: it can be undone, and it is told to subscribers as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.store import Store

ChangeType = Literal["CREATE", "UPDATE", "DELETE", "UNDELETE"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request. `origin` is the changeOrigin of the change events that it causes."""

    user_id: str
    is_integration: bool = False
    origin: str = ""
    allow_duplicates: bool = False
    auto_assign: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One record's change: `before` is the record as it was when the transaction began."""

    type: ChangeType
    kind: ObjectType
    before: Row | None
    after: Row


class Transaction:
    """`now_ms` is the time of all its writes."""

    def __init__(self, store: Store, caller: Caller, now_ms: int, lock_next_row: bool = False) -> None:
        self.store = store
        self.caller = caller
        self.now_ms = now_ms
        self.lock_next_row = lock_next_row
        self.changes: list[Change] = []
        self._undo: list[Callable[[], None]] = []

    def write(self, type_: ChangeType, kind: ObjectType, before: Row | None, after: Row) -> None:
        table = self.store.table(kind)
        record_id = after["Id"]
        self._undo.append((lambda: table.remove(record_id)) if before is None else (lambda: table.put(before)))
        table.put(after)
        self.changes.append(Change(type_, kind, before, after))

    def mark(self) -> tuple[int, int]:
        """A place to go back to with `roll_back`."""
        return len(self._undo), len(self.changes)

    def roll_back(self, mark: tuple[int, int] = (0, 0)) -> None:
        undone, changed = mark
        while len(self._undo) > undone:
            self._undo.pop()()
        del self.changes[changed:]

    def net_changes(self) -> list[Change]:
        """One change a record: the first one's type, with the values of the end."""
        net: dict[str, Change] = {}
        for change in self.changes:
            record_id = change.after["Id"]
            first = net.get(record_id)
            net[record_id] = change if first is None else _joined(first, change)
        return list(net.values())


def _joined(first: Change, later: Change) -> Change:
    type_ = later.type if first.type == "UPDATE" else first.type
    return replace(first, type=type_, after=later.after)
