"""The lists of a portal and who is in them. Dynamic lists follow the records, a little late when told to."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.lists.filter_branch import Predicate, compiled
from sandbox.hubspot.objects.record import Change, Record
from sandbox.hubspot.timestamps import iso_of

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

MANUAL, DYNAMIC, SNAPSHOT = "MANUAL", "DYNAMIC", "SNAPSHOT"


@dataclass(slots=True)
class SegmentList:
    """`members` maps record ids to the time they joined (epoch ms)."""

    id: str
    name: str
    object_type_id: str
    processing_type: str
    created_at: int
    updated_at: int
    filter_branch: Mapping[str, Any] | None = None
    predicate: Predicate | None = None
    members: dict[int, int] = field(default_factory=dict)
    first_joined: dict[int, int] = field(default_factory=dict)
    version: int = 1
    deleted_at: int | None = None

    def join(self, record_id: int, at: int) -> bool:
        """Whether the record was not a member before."""
        if record_id in self.members:
            return False
        self.members[record_id] = at
        self.first_joined.setdefault(record_id, at)
        return True

    def leave(self, record_id: int) -> bool:
        return self.members.pop(record_id, None) is not None

    def as_json(self, *, with_filters: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "listId": self.id,
            "listVersion": self.version,
            "name": self.name,
            "objectTypeId": self.object_type_id,
            "processingType": self.processing_type,
            "processingStatus": "COMPLETE",
            "size": len(self.members),
            "createdAt": iso_of(self.created_at),
            "updatedAt": iso_of(self.updated_at),
            "filtersUpdatedAt": iso_of(self.updated_at),
        }
        if self.deleted_at is not None:
            shown["deletedAt"] = iso_of(self.deleted_at)
        if with_filters and self.filter_branch is not None:
            shown["filterBranch"] = self.filter_branch
        return shown


class ListCatalogue:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._lists: dict[str, SegmentList] = {}
        self._moved: deque[tuple[float, str, Record]] = deque()
        self._next_id = 1

    def heed(self, change: Change) -> None:
        """Notes that a record may have to join or leave lists."""
        if self._lists:
            due = self._portal.clock() + self._portal.settings.list_lag_s
            self._moved.append((due, change.object_type_id, change.record))

    def live(self) -> list[SegmentList]:
        self.catch_up(self._portal.clock())
        return [one for one in self._lists.values() if one.deleted_at is None]

    def get(self, list_id: str) -> SegmentList:
        """Raises 404."""
        self.catch_up(self._portal.clock())
        found = self._lists.get(list_id)
        if found is None or found.deleted_at is not None:
            raise NotFoundError(f"List does not exist with ID {list_id}.")
        return found

    def create(self, body: Mapping[str, Any]) -> SegmentList:
        """Raises 400 for a bad or taken name, type or filter."""
        name, kind = str(body.get("name") or ""), str(body.get("processingType"))
        type_id = self._portal.type_id(str(body.get("objectTypeId")))
        self.require_free(name)
        if kind not in {MANUAL, DYNAMIC, SNAPSHOT}:
            raise ValidationError(f"processingType {kind} must be MANUAL, DYNAMIC or SNAPSHOT")
        now = self._portal.now_ms()
        made = SegmentList(str(self._next_id), name, type_id, kind, now, now)
        branch = body.get("filterBranch")
        if kind == MANUAL and branch:
            raise ValidationError("A MANUAL list cannot have filters")
        if kind != MANUAL:
            self.set_filters(made, branch or {})
        self._next_id += 1
        self._lists[made.id] = made
        return made

    def set_filters(self, one: SegmentList, branch: Mapping[str, Any]) -> None:
        """Gives the list new filters and evaluates them over all records."""
        store = self._portal.store(one.object_type_id)
        one.predicate = compiled(store.object_type, branch, self.has_member)
        one.filter_branch = branch
        one.version += 1
        one.updated_at = self._portal.now_ms()
        for record in store.records.values():
            self._evaluate(one, record, one.updated_at)

    def rename(self, one: SegmentList, name: str) -> None:
        if name != one.name:
            self.require_free(name)
        one.name = name
        one.updated_at = self._portal.now_ms()

    def delete(self, one: SegmentList) -> None:
        one.deleted_at = self._portal.now_ms()

    def restore(self, list_id: str) -> None:
        found = self._lists.get(list_id)
        if found is None:
            raise NotFoundError(f"List does not exist with ID {list_id}.")
        found.deleted_at = None

    def require_free(self, name: str) -> None:
        """Raises 400 for an empty or taken name."""
        if not name:
            raise ValidationError("List name may not be empty")
        if any(one.name.lower() == name.lower() for one in self.live()):
            raise ValidationError(f"A list with the name '{name}' already exists.")

    def has_member(self, list_id: str, record_id: int) -> bool:
        found = self._lists.get(list_id)
        return found is not None and found.deleted_at is None and record_id in found.members

    def catch_up(self, now: float) -> None:
        """Lets dynamic lists take in the changes that are due at `now`; erased records leave all lists."""
        while self._moved and self._moved[0][0] <= now:
            due, type_id, record = self._moved.popleft()
            for one in self._lists.values():
                if one.object_type_id == type_id:
                    self._follow(one, record, int(due * 1000))

    def _follow(self, one: SegmentList, record: Record, at: int) -> None:
        if one.processing_type == DYNAMIC:
            self._evaluate(one, record, at)
        elif record.archived:
            one.leave(record.id)

    @staticmethod
    def _evaluate(one: SegmentList, record: Record, at: int) -> None:
        if one.predicate is not None and not record.archived and one.predicate(record.id, record.values):
            one.join(record.id, at)
        else:
            one.leave(record.id)
