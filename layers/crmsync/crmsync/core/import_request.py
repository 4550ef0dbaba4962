"""What an administrator asks to import: from Salesforce, or from HubSpot into Salesforce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmsync.core.import_kind import CAMPAIGN, CUSTOM_PREFIX, KINDS, ImportKind, custom_kind
from crmsync.core.record import Side
from crmsync.core.soql_condition import has_sub_query

_MEMBERS = {"Contact": "ContactId", "Lead": "LeadId"}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Times are SOQL literals (`2026-01-02T03:04:05Z`), `where` a checked condition, `campaign_id` a checked id.

    From a time on, and before a time: `after` is part of the range, `before` is not.
    """

    kind: str
    where: str = ""
    campaign_id: str = ""
    created_after: str = ""
    created_before: str = ""
    modified_after: str = ""
    modified_before: str = ""
    list_id: str = ""
    """Of HubSpot: its contacts only; empty for all."""
    custom_type: str = ""
    """Of a custom object, Salesforce's."""

    @property
    def entry(self) -> ImportKind:
        """The kind as data."""
        if self.custom_type:
            return custom_kind(self.kind.removeprefix(CUSTOM_PREFIX), self.custom_type)
        return KINDS[self.kind]

    @property
    def source(self) -> Side:
        """Whose records are brought over."""
        return self.entry.source

    @property
    def object_types(self) -> tuple[str, ...]:
        return self.entry.object_types

    @property
    def is_whole(self) -> bool:
        """Every record of the kind, so that no better one with the same e-mail address is left out."""
        return self.entry is not CAMPAIGN and not self.list_id and not self._filters()

    def condition(self, object_type: str, lookups: Sequence[str] = ()) -> str:
        """SOQL; empty for all records. `lookups` are the fields by which a record may belong to one that syncs."""
        parts = self._filters()
        if self.entry is CAMPAIGN:
            members = f"SELECT {_MEMBERS[object_type]} FROM CampaignMember WHERE CampaignId = '{self.campaign_id}'"  # noqa: S608 - the id is checked
            parts.append(f"Id IN ({members})")
        through = self.entry.through
        if through is not None:
            parts.append(f"Id IN (SELECT {through.record_field} FROM {through.rows})")  # noqa: S608 - constants
        if lookups:
            parts.append(f"({' OR '.join(f'{name} != null' for name in lookups)})")
        return " AND ".join(parts)

    def rows_condition(self) -> str:
        """SOQL: the rows that lead to the records, of a kind through contacts. More than these where the own condition
        has a sub-query, which may stand in no other one.
        """
        through, filters = self.entry.through, self._filters()
        if through is None or not filters or has_sub_query(self.where):
            return f"{through.record_field} != null" if through is not None else ""
        records = f"SELECT Id FROM {self.object_types[0]} WHERE {' AND '.join(filters)}"  # noqa: S608 - all are checked
        return f"{through.record_field} IN ({records})"

    def _filters(self) -> list[str]:
        ranges = (
            ("CreatedDate >=", self.created_after),
            ("CreatedDate <", self.created_before),
            ("LastModifiedDate >=", self.modified_after),
            ("LastModifiedDate <", self.modified_before),
        )
        own = [f"({self.where})"] if self.where else []
        return [f"{comparison} {moment}" for comparison, moment in ranges if moment] + own
