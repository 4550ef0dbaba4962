"""Status → closed, with the time of it; priority; the account that a task belongs to by what it is about."""

from __future__ import annotations

from sandbox.salesforce.schema.field import Row
from sandbox.salesforce.store.store import Store
from sandbox.salesforce.write.derived.activity_account import take_account


def derive(store: Store, row: Row, before: Row, now_ms: int) -> None:
    row["IsClosed"] = any(
        state["ApiName"] == row.get("Status") and state["IsClosed"] for state in store.rows("TaskStatus").values()
    )
    row["IsHighPriority"] = row.get("Priority") == "High"
    if not row["IsClosed"]:
        row.pop("CompletedDateTime", None)
    elif not before.get("IsClosed"):
        row["CompletedDateTime"] = now_ms
    take_account(store, row)
