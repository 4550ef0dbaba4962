"""Status → closed, with the time of it; a number; the account of its contact."""

from __future__ import annotations

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store

_FIRST_NUMBER = 1001


def derive(store: Store, row: Row, before: Row, now_ms: int) -> None:
    if not before:
        row.setdefault("CaseNumber", f"{_FIRST_NUMBER + len(store.rows('Case')):08d}")
        _take_account(store, row)
    row["IsClosed"] = any(
        state["ApiName"] == row.get("Status") and state["IsClosed"] for state in store.rows("CaseStatus").values()
    )
    if not row["IsClosed"]:
        row.pop("ClosedDate", None)
    elif not before.get("IsClosed"):
        row["ClosedDate"] = now_ms


def _take_account(store: Store, row: Row) -> None:
    contact = store.rows("Contact").get(str(row.get("ContactId")))
    if contact and contact.get("AccountId"):
        row.setdefault("AccountId", contact["AccountId"])
