"""The account of a task or event: what it is about, or that record's account, or the contact's."""

from __future__ import annotations

from sandbox.salesforce.errors import refuse
from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store

_LEAD = "00Q"


def take_account(store: Store, row: Row) -> None:
    """Raises FIELD_INTEGRITY_EXCEPTION for what a lead has to do with: a lead belongs to no account."""
    if row.get("WhatId") and str(row.get("WhoId")).startswith(_LEAD):
        raise refuse("FIELD_INTEGRITY_EXCEPTION", "field integrity exception: WhoId, WhatId", "WhatId")
    account_id = _account_of(store, row.get("WhatId")) or _account_of(store, row.get("WhoId"))
    if account_id is None:
        row.pop("AccountId", None)
    else:
        row["AccountId"] = account_id


def _account_of(store: Store, record_id: object) -> str | None:
    related = store.named(str(record_id)) if record_id else None
    if related is None:
        return None
    found = related["Id"] if related["Type"] == "Account" else related.get("AccountId")
    return str(found) if found else None
