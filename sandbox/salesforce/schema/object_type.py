"""One object type: its fields and rules, immutable; a change of the schema makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sandbox.salesforce.schema.automation import Automation
from sandbox.salesforce.schema.country import Country
from sandbox.salesforce.schema.field import Field, Value, field_from
from sandbox.salesforce.schema.validation_rule import ValidationRule

ADDRESS_PARTS = (
    "Street", "City", "State", "PostalCode", "Country", "Latitude", "Longitude", "GeocodeAccuracy",
)  # fmt: skip
NAME_PARTS = ("Salutation", "FirstName", "LastName")
_SCANNED_REFERENCES = frozenset({"OwnerId", "CreatedById", "LastModifiedById"})


@dataclass(frozen=True, eq=False)
class ObjectType:
    """Compared and hashed by identity."""

    name: str
    label: str
    label_plural: str
    key_prefix: str
    fields: Mapping[str, Field]
    createable: bool = True
    deletable: bool = True
    change_events: bool = False
    """Change Data Capture may be switched on for it."""
    rules: Mapping[str, ValidationRule] = field(default_factory=dict)
    automations: Mapping[str, Automation] = field(default_factory=dict)
    record_types: tuple[Mapping[str, Any], ...] = ()
    record_type_values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """By record type id and picklist, the values that it offers; all where it is not named."""
    countries: Mapping[str, Country] = field(default_factory=dict)
    """By code; empty while states and countries are plain texts."""
    creatable_by_integration: bool = True
    editable_by_integration: bool = True

    def field(self, name: str) -> Field | None:
        """Field names are not case-sensitive."""
        return self.fields.get(name) or self._by_lower_name.get(name.lower())

    def parent(self, relationship: str) -> Field | None:
        """The reference field behind a relationship name such as `Account`."""
        return self._parents.get(relationship.lower())

    def may_be_written(self, is_integration: bool, *, creating: bool) -> bool:
        """Whether that caller may create records of it, or edit them."""
        granted = self.creatable_by_integration if creating else self.editable_by_integration
        return self.createable and (granted or not is_integration)

    def may_be_deleted(self, is_integration: bool) -> bool:
        """Salesforce grants Delete only together with Edit."""
        return self.deletable and self.may_be_written(is_integration, creating=False)

    @cached_property
    def _by_lower_name(self) -> dict[str, Field]:
        return {field.name.lower(): field for field in self.fields.values()}

    @cached_property
    def _parents(self) -> dict[str, Field]:
        return {field.relationship.lower(): field for field in self.fields.values() if field.relationship}

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """What a caller must give at creation."""
        return tuple(
            field
            for field in self.fields.values()
            if not field.nillable and field.createable and field.type != "boolean" and field.name != "OwnerId"
        )

    @cached_property
    def defaults(self) -> dict[str, Value]:
        return {field.name: field.default for field in self.fields.values() if field.default is not None}

    @cached_property
    def unique(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields.values() if field.unique)

    @cached_property
    def hierarchies(self) -> tuple[Field, ...]:
        """References to records of the same object that are above the record."""
        own = (field for field in self.fields.values() if field.refers_to == self.name)
        return tuple(field for field in own if field.name != "MasterRecordId")

    @cached_property
    def indexed(self) -> tuple[str, ...]:
        """Fields that the store looks up without a scan."""
        return tuple(
            field.name
            for field in self.fields.values()
            if field.id_lookup or field.unique or (field.type == "reference" and field.name not in _SCANNED_REFERENCES)
        )

    @property
    def is_custom(self) -> bool:
        return self.name.endswith("__c")

    @cached_property
    def has_owner(self) -> bool:
        return "OwnerId" in self.fields

    @cached_property
    def is_person(self) -> bool:
        """Its Name is made of first and last name."""
        return "LastName" in self.fields and "FirstName" in self.fields

    @cached_property
    def components(self) -> dict[str, tuple[str, str]]:
        """Part field → (compound, part), as change events name them: `MailingCity` → `MailingAddress`, `City`."""
        parts = {name: ("Name", name) for name in NAME_PARTS if self.is_person and name in self.fields}
        for own in self.fields.values():
            if own.type == "address":
                prefix = own.name.removesuffix("Address")
                parts.update({prefix + part: (own.name, part) for part in ADDRESS_PARTS})
        return parts


def object_type_from(description: Mapping[str, Any]) -> ObjectType:
    """An object type from its JSON (see `objects/`)."""
    name = str(description["name"])
    label = str(description.get("label", name))
    fields = [field_from(one) for one in description["fields"]]
    return ObjectType(
        name=name,
        label=label,
        label_plural=str(description.get("labelPlural", label + "s")),
        key_prefix=str(description["keyPrefix"]),
        fields={field.name: field for field in fields},
        createable=bool(description.get("createable", True)),
        deletable=bool(description.get("deletable", True)),
        change_events=bool(description.get("changeEvents", name.endswith("__c"))),
    )
