"""Where a walk over Salesforce's objects by bulk queries stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmsync.core.record import Millis


@dataclass(slots=True)
class BulkPosition:
    """`part` counts the objects. Of the present one: the query at Salesforce, its fields and when it was made, the set
    of results, how many of its records are done, and how often Salesforce was asked whether the query is done. The
    fields stay its columns, whatever is mapped meanwhile.

    `begun` names the page that was begun last: begun again, some of its records may be done. `again` is set when the
    whole query was made again.
    """

    part: int = 0
    query_id: str = ""
    fields: list[str] = field(default_factory=list)
    queried_at: Millis = 0
    is_ready: bool = False
    locator: str | None = None
    done_in_set: int = 0
    looks: int = 0
    begun: str = ""
    again: bool = False

    @property
    def page(self) -> str:
        return f"{self.part}/{self.query_id}/{self.locator or ''}/{self.done_in_set}"

    @property
    def is_redone(self) -> bool:
        """Whether the present page may have been done in part."""
        return self.again or self.begun == self.page
