"""Which parked rows a command is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.parked import Category, Parked
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import text_of


@dataclass(frozen=True, slots=True)
class ParkedFilter:
    """None takes all. `object_type` is either CRM's name of it (`contact`, `Lead`); `record_id` that of the row."""

    category: str | None = None
    object_type: str | None = None
    record_id: str | None = None

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> ParkedFilter:
        """From `category`, `object` and `id`. Raises AdminError `bad_arguments`."""
        category = text_of(args, "category")
        known = [one.value for one in Category]
        if category is not None and category not in known:
            raise bad_arguments(f"there is no category {category!r}; there is: {', '.join(known)}")
        return cls(category, text_of(args, "object"), text_of(args, "id"))

    def takes(self, row: Parked) -> bool:
        return (
            self.category in {None, str(row.category)}
            and self.object_type in {None, row.ref.object_type}
            and self.record_id in {None, row.ref.id}
        )
