"""Creates, updates, deletes and restores records within one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.salesforce.errors import refuse, refuse_request
from sandbox.salesforce.ids import MalformedIdError, to_18
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.field import Field, Row, Value
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Transaction
from sandbox.salesforce.write.accept import accept
from sandbox.salesforce.write.address_picklists import keep_addresses
from sandbox.salesforce.write.bin import discard, restore
from sandbox.salesforce.write.checks import (
    check_automations,
    check_duplicates,
    check_hierarchy,
    check_required,
    check_rules,
    check_unique,
)
from sandbox.salesforce.write.coerce import coerce
from sandbox.salesforce.write.derive import derive
from sandbox.salesforce.write.follow_up import follow_up


class Writer:
    """Every method raises SalesforceError and then has changed nothing."""

    def __init__(self, org: Org, transaction: Transaction) -> None:
        self.org = org
        self.transaction = transaction

    def insert(self, kind: ObjectType, data: Mapping[str, Any]) -> str:
        """The new record's id."""
        if not kind.createable:
            raise refuse("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type cannot be inserted: {kind.label}")
        if data.get("Id") or data.get("id"):
            raise refuse("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id")
        accepted = accept(self.org, self.transaction.caller, kind, data, creating=True)
        row = _without_nulls({**kind.defaults, **self._owner(kind), **accepted, **self._assigned(kind)})
        check_required(kind.required, row)
        self._check_lock("")
        return self.create(kind, row)

    def update(self, kind: ObjectType, record_id: str, data: Mapping[str, Any]) -> None:
        before = self.live_row(kind, record_id)
        if before.get("IsConverted"):
            raise refuse("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
        self._check_lock(before["Id"])
        accepted = accept(self.org, self.transaction.caller, kind, data, creating=False)
        check_required(kind.required, {**before, **accepted})
        self.change(kind, before, accepted)

    def change(self, kind: ObjectType, before: Row, values: Mapping[str, Value]) -> Row:
        """Saves accepted values over the record, with the checks, the flow and the stamps of a save."""
        row = _without_nulls({**before, **values, **self._flow(kind)})
        derive(self.org.store, kind, row, before, self.transaction.now_ms)
        keep_addresses(kind, row, before)
        check_automations(kind, row)
        check_rules(kind, row)
        check_hierarchy(self.org, kind, row)
        check_unique(self.org, kind, row, before)
        check_duplicates(self.org, self.transaction.caller, kind, row, before)
        row.update(self.stamps())
        self.transaction.write("UPDATE", kind, before, row)
        follow_up(self, kind, row, before)
        return row

    def upsert(self, kind: ObjectType, key: Field, value: object, data: Mapping[str, Any]) -> tuple[str, bool]:
        """The record's id, and whether it is new. The key must not be in `data`."""
        found = self.find(kind, key, coerce(key, value))
        if len(found) > 1:
            raise refuse("DUPLICATE_EXTERNAL_ID", f"{key.name}: more than one record found for external id field")
        if found:
            self.update(kind, found[0]["Id"], data)
            return found[0]["Id"], False
        return self.insert(kind, {**data, key.name: value}), True

    def find(self, kind: ObjectType, key: Field, value: object) -> list[Row]:
        """Live records with that value in a key field."""
        return [row for row in self.org.store.table(kind).having(key.name, [value]) if not row.get("IsDeleted")]

    def delete(self, kind: ObjectType, record_id: str, values: Mapping[str, Value] | None = None) -> None:
        """Into the recycle bin, with the children that hang on it; `values` are set on the deleted record."""
        if not kind.may_be_deleted(self.transaction.caller.is_integration):
            raise refuse("INSUFFICIENT_ACCESS_OR_READONLY", f"entity type cannot be deleted: {kind.label}")
        before = self.live_row(kind, record_id)
        self._check_lock(before["Id"])
        discard(self, kind, before, values or {})
        follow_up(self, kind, {**before, "IsDeleted": True}, before)

    def undelete(self, kind: ObjectType, record_id: str) -> None:
        before = self.org.store.table(kind).rows.get(record_id)
        if before is None or not before.get("IsDeleted"):
            raise refuse("UNDELETE_FAILED", "entity is not in the recycle bin")
        restore(self, kind, before)

    def live_row(self, kind: ObjectType, record_id: str) -> Row:
        """Raises MALFORMED_ID, NOT_FOUND or ENTITY_IS_DELETED."""
        try:
            row = self.org.store.table(kind).rows.get(to_18(record_id))
        except MalformedIdError as error:
            raise refuse("MALFORMED_ID", f"{kind.label} ID: id value of incorrect type: {record_id}", "Id") from error
        if row is None:
            raise refuse_request("NOT_FOUND", "The requested resource does not exist")
        if row.get("IsDeleted"):
            raise refuse("ENTITY_IS_DELETED", "entity is deleted")
        return row

    def platform_stamps(self) -> Row:
        """Of what the platform moves itself: no user modified it."""
        now = self.transaction.now_ms
        is_modified = self.org.settings.platform_moves_last_modified
        return {"SystemModstamp": now, **({"LastModifiedDate": now} if is_modified else {})}

    def stamps(self) -> dict[str, Value]:
        """What every save of a user moves."""
        now, user = self.transaction.now_ms, self.transaction.caller.user_id
        return {"LastModifiedDate": now, "LastModifiedById": user, "SystemModstamp": now}

    def create(self, kind: ObjectType, row: Row) -> str:
        """Saves stored values as a new record, without the checks of what a caller may give; its id."""
        row = {"Id": self.org.ids.next(kind.key_prefix), **row}
        row.update(_without_nulls(self._flow(kind)))
        named = row.get("AccountId")
        derive(self.org.store, kind, row, {}, self.transaction.now_ms)
        if kind.name == "Case" and named is None and not self.org.settings.case_takes_contacts_account:
            row.pop("AccountId", None)
        keep_addresses(kind, row, {})
        check_automations(kind, row)
        check_rules(kind, row)
        check_unique(self.org, kind, row, {})
        check_duplicates(self.org, self.transaction.caller, kind, row, {})
        stamps = self.stamps()
        created = {"CreatedDate": stamps["LastModifiedDate"], "CreatedById": stamps["LastModifiedById"]}
        row = {**row, **created, **stamps}
        self.transaction.write("CREATE", kind, None, row)
        follow_up(self, kind, row, {})
        return str(row["Id"])

    def _owner(self, kind: ObjectType) -> dict[str, Value]:
        return {"OwnerId": self.transaction.caller.user_id} if kind.has_owner else {}

    def _assigned(self, kind: ObjectType) -> dict[str, Value]:
        """What the org's lead assignment rule sets, which runs on API writes unless they switch it off."""
        caller, owner = self.transaction.caller, self.org.settings.lead_assignment_owner
        assigns = owner and kind.name == "Lead" and caller.is_integration and caller.auto_assign
        return {"OwnerId": owner} if assigns else {}

    def _flow(self, kind: ObjectType) -> dict[str, Value]:
        """What automation of the org sets in the same transaction."""
        settings, caller = self.org.settings, self.transaction.caller
        if not caller.is_integration or settings.flow_object != kind.name:
            return {}
        return {settings.flow_field: settings.flow_value}

    def _check_lock(self, record_id: str) -> None:
        if self.transaction.lock_next_row:
            self.transaction.lock_next_row = False
            locked = f": {record_id}" if record_id else ""
            message = f"unable to obtain exclusive access to this record or 1 records{locked}"
            raise refuse("UNABLE_TO_LOCK_ROW", message)


def _without_nulls(row: Mapping[str, Value]) -> Row:
    return {name: value for name, value in row.items() if value is not None}
