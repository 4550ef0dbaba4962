"""Completes a record on its way into the store, by the rules of its object."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.write.derived import campaign_member, case, event, opportunity, task

_NUMBER = re.compile(r"\{(0+)\}")

Rule = Callable[[Store, Row, Row, int], None]
"""Store, the record to complete, the record before (empty: a new one), the time of the save."""

_RULES: Mapping[str, Rule] = {
    "CampaignMember": campaign_member.derive,
    "Case": case.derive,
    "Event": event.derive,
    "Opportunity": opportunity.derive,
    "Task": task.derive,
}


def derive(store: Store, kind: ObjectType, row: Row, before: Row, now_ms: int) -> None:
    """Raises SalesforceError when the object's rules refuse the record."""
    if kind.is_person:
        row["Name"] = " ".join(filter(None, (row.get("FirstName"), row.get("LastName"))))
    if kind.is_custom and row.get("Name") is None:
        row["Name"] = _numbered(store, kind) or row["Id"]
    if kind.name in _RULES:
        _RULES[kind.name](store, row, before, now_ms)


def _numbered(store: Store, kind: ObjectType) -> str | None:
    """`V-{0000}` → `V-0001`; None where names are texts."""
    name_field = kind.fields.get("Name")
    found = _NUMBER.search(name_field.auto_number) if name_field else None
    if name_field is None or found is None:
        return None
    number = str(len(store.table(kind).rows) + 1).rjust(len(found[1]), "0")
    return name_field.auto_number.replace(found[0], number)
