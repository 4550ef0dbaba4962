"""The account of a task or event: what it is about, or that record's account, or the contact's."""

from __future__ import annotations

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store


def take_account(store: Store, row: Row) -> None:
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
