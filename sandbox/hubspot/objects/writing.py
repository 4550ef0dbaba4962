"""What HubSpot does with a write: checks every value, keeps the portal's rules, then stores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sandbox.hubspot.author import Author
from sandbox.hubspot.errors import InvalidValuesError, ValidationError, VendorError, contact_exists
from sandbox.hubspot.objects.lifecycle import LIFECYCLE_STAGES
from sandbox.hubspot.objects.record import Record
from sandbox.hubspot.objects.schema import ALL_ALLOWED, Property
from sandbox.hubspot.objects.store import RecordStore, ValueTakenError
from sandbox.hubspot.objects.values import BadValueError, appended, stored_form
from sandbox.hubspot.objects.worked_out import worked_out

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

STRICT_SINCE = "2026-09"
_EMPTY: Mapping[str, str] = {}


class Writer:
    """Writes to one object type in the name of one author, by the rules of one path family."""

    def __init__(self, portal: Portal, store: RecordStore, author: Author, version: str) -> None:
        self._portal = portal
        self._store = store
        self._type = store.object_type
        self._author = author
        self._enforces_required = version == STRICT_SINCE or portal.settings.required_on_all_versions

    def create(self, properties: Mapping[str, Any]) -> Record:
        """Raises VendorError (400 or 409)."""
        values = self.checked_new(properties)
        try:
            return self._store.insert(values, self._author, self._portal.now_ms())
        except ValueTakenError as error:
            raise self._taken(error) from error

    def checked_new(self, properties: Mapping[str, Any]) -> dict[str, str]:
        """The values that a new record would get. Raises InvalidValuesError."""
        values = self.checked(properties, _EMPTY)
        if self._type.name == "contacts" and self._portal.settings.default_lifecyclestage:
            values.setdefault("lifecyclestage", self._portal.settings.default_lifecyclestage)
        values |= self._known_opt_out(values)
        values |= worked_out(self._portal, self._type.id, _EMPTY, values, is_new=True)
        self._check_required(values)
        self._check_rules(values)
        return values

    def check_free(self, values: Mapping[str, str]) -> None:
        """Raises a 409 or 400 VendorError when a live record has one of the unique values."""
        for name in self._type.unique_properties():
            holder = self._store.find(name, values.get(name, ""))
            if holder is not None:
                raise self._taken(ValueTakenError(name, values[name], holder.id))

    def update(self, record: Record, properties: Mapping[str, Any]) -> Mapping[str, str]:
        """The values as they are stored now. Raises VendorError (400 or 409)."""
        before = record.values
        values = self.checked(properties, before)
        values |= self._known_opt_out(values)
        values |= worked_out(self._portal, self._type.id, before, values, is_new=False)
        if self._type.rules:
            self._check_rules({**before, **values})
        if not self._portal.settings.same_value_touches and all(
            before.get(name, "") == value for name, value in values.items()
        ):
            return values
        try:
            self._store.change(record, values, self._author, self._portal.now_ms())
        except ValueTakenError as error:
            raise self._taken(error) from error
        return values

    def checked(self, properties: Mapping[str, Any], before: Mapping[str, str]) -> dict[str, str]:
        """The stored form of every value. Raises InvalidValuesError with all that is wrong."""
        if not isinstance(properties, Mapping):
            raise ValidationError("Invalid input JSON: properties must be an object")
        values: dict[str, str] = {}
        problems: list[tuple[str, str, str]] = []
        for name, value in properties.items():
            if value is None and not self._portal.settings.null_clears:
                continue
            try:
                values[name] = self._stored(name, "" if value is None else value, before)
            except BadValueError as error:
                problems.append((name, error.code, error.message))
        if problems:
            raise InvalidValuesError(problems)
        return values

    def _stored(self, name: str, value: Any, before: Mapping[str, str]) -> str:  # noqa: ANN401 - JSON is any value
        found = self._type.live(name)
        if found is None:
            raise BadValueError("PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
        if found.read_only or not self._may_edit(name):
            raise BadValueError("READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.')
        if type(value) is str and value.startswith(";"):
            value = appended(found, value, before.get(name, ""))
        stored = stored_form(found, value)
        if found.external_options:
            self._check_reference(found, stored)
        if name == "lifecyclestage" and stored and not self._portal.settings.lifecycle_moves_backwards:
            return _later_stage(before.get(name, ""), stored)
        return stored

    def _known_opt_out(self, values: Mapping[str, str]) -> dict[str, str]:
        """An address that was unsubscribed from everything brings its opt-out to the contact that gets it."""
        opted_out = self._type.name == "contacts" and values.get("email") in self._portal.opted_out
        return {"hs_email_optout": "true"} if opted_out else {}

    def _may_edit(self, name: str) -> bool:
        permissions = self._type.permissions
        return not permissions or self._author.kind != "app" or permissions.get(name, ALL_ALLOWED).editable

    def _check_reference(self, found: Property, value: str) -> None:
        if found.referenced_object_type == "OWNER" and value and value not in self._portal.owners:
            raise BadValueError("INVALID_OWNER_ID", f"Owner {value} does not exist")

    def _check_required(self, values: Mapping[str, str]) -> None:
        required = {*self._type.always_required, *(self._type.required if self._enforces_required else ())}
        missing = sorted(name for name in required if not values.get(name))
        if missing:
            raise InvalidValuesError([(name, "REQUIRED_FIELD", f"{name} is required") for name in missing])

    def _check_rules(self, values: Mapping[str, str]) -> None:
        broken = [rule for rule in self._type.rules.values() if rule.matches(values)]
        if broken:
            raise InvalidValuesError([(rule.property, "INVALID_VALUE", rule.message) for rule in broken])

    def _taken(self, error: ValueTakenError) -> VendorError:
        if self._type.name == "contacts" and error.name == "email":
            return contact_exists(error.record_id, error.value, self._portal.settings.conflict_body)
        return ValidationError(
            f"Cannot set PropertyValueCoordinates{{propertyName={error.name}, value={error.value}}} "
            f"on a record. {error.record_id} already has that value.",
            errors=[
                {
                    "message": f"{error.record_id} already has that value.",
                    "code": "CONFLICTING_UNIQUE_VALUE",
                    "context": {"propertyName": [error.name], "objectId": [str(error.record_id)]},
                }
            ],
        )


def _later_stage(before: str, asked: str) -> str:
    """The API moves a lifecycle stage forward only; an earlier stage is ignored unless the value was cleared first."""
    order = LIFECYCLE_STAGES
    if before in order and asked in order and order.index(asked) < order.index(before):
        return before
    return asked
