"""One field of an object type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | bool | int | float | None
"""A stored value: text, number, flag, date as ISO text, datetime as epoch milliseconds."""

Row = dict[str, Any]
"""A record: its non-null values by field name."""

_LENGTHS = {"id": 18, "reference": 18, "email": 80, "phone": 40, "url": 255, "textarea": 255, "multipicklist": 4099}
TEXT_TYPES = frozenset(
    {"string", "combobox", "textarea", "picklist", "multipicklist", "email", "phone", "url", "id", "reference"}
)
NUMBER_TYPES = frozenset({"int", "double", "currency", "percent"})
LONGEST_FILTERABLE = 255
# https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
SEVERAL = "Name"
"""The object that a query sees at the end of a reference to several."""


@dataclass(frozen=True, slots=True)
class Field:
    """`readable` and `editable` are the integration user's permissions; other users may all."""

    name: str
    type: str
    label: str
    length: int = 0
    nillable: bool = True
    createable: bool = True
    updateable: bool = True
    unique: bool = False
    external_id: bool = False
    id_lookup: bool = False
    values: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """Of the values; empty where each is its own label."""
    valid_for: tuple[str, ...] = ()
    """Of the values: for which of the controlling field's options each is there (bits in base64)."""
    controller: str = ""
    restricted: bool = False
    default: Value = None
    refers_to: str = ""
    """The object of a reference; `Name` for one that may point to several."""
    targets: tuple[str, ...] = ()
    """Of a reference that may point to records of several objects."""
    relationship: str = ""
    child_relationship: str = ""
    cascade_delete: bool = False
    holds_parent: bool = False
    """The parent cannot be deleted as long as the record is there."""
    precision: int = 0
    scale: int = 0
    formula: str = ""
    is_shown_only: bool = False
    """No query filters by it."""
    auto_number: str = ""
    """The format of a number that the platform gives, such as `V-{0000}`."""
    readable: bool = True
    editable: bool = True

    def points_to(self, object_name: str) -> bool:
        return object_name in self.targets if self.targets else self.refers_to == object_name

    @property
    def custom(self) -> bool:
        return self.name.endswith("__c")

    @property
    def is_key(self) -> bool:
        """May address a record in an upsert or a read."""
        return self.external_id or self.id_lookup or self.type == "id"

    @property
    def filterable(self) -> bool:
        is_long = self.type == "textarea" and self.length > LONGEST_FILTERABLE
        return self.type != "address" and not is_long and not self.is_shown_only

    def label_of(self, value: str) -> str:
        return dict(zip(self.values, self.labels, strict=True)).get(value, value) if self.labels else value

    @property
    def is_computed(self) -> bool:
        """Has no stored value."""
        return bool(self.formula) or self.type == "address"


def _targets(description: Mapping[str, Any]) -> tuple[str, ...]:
    """A list is for a reference that may point to records of several objects."""
    named = description.get("referenceTo", "")
    return tuple(str(name) for name in named) if isinstance(named, list) else ()


def _refers_to(description: Mapping[str, Any]) -> str:
    return SEVERAL if _targets(description) else str(description.get("referenceTo", ""))


def field_from(description: Mapping[str, Any]) -> Field:
    """A field from its JSON: `name` and `type`, the rest has defaults."""
    name, kind = str(description["name"]), str(description["type"])
    external = bool(description.get("externalId", False))
    formula = str(description.get("formula", ""))
    given = not formula and not description.get("displayFormat")
    return Field(
        name=name,
        type=kind,
        label=str(description.get("label", name)),
        length=int(description.get("length", _LENGTHS.get(kind, 255 if kind in TEXT_TYPES else 0))),
        nillable=bool(description.get("nillable", kind != "boolean")),
        createable=bool(description.get("createable", given)),
        updateable=bool(description.get("updateable", given)),
        unique=bool(description.get("unique", external)),
        external_id=external,
        id_lookup=bool(description.get("idLookup", external)),
        values=tuple(str(value) for value in description.get("values", ())),
        restricted=bool(description.get("restricted", False)),
        is_shown_only=not description.get("filterable", True),
        default=description.get("default", False if kind == "boolean" else None),
        refers_to=_refers_to(description),
        targets=_targets(description),
        relationship=str(description.get("relationshipName", "")),
        child_relationship=str(description.get("childRelationshipName", "")),
        cascade_delete=bool(description.get("cascadeDelete", False)),
        holds_parent=bool(description.get("holdsParent", False)),
        precision=int(description.get("precision", 18 if kind in NUMBER_TYPES else 0)),
        scale=int(description.get("scale", 0)),
        formula=formula,
        auto_number=str(description.get("displayFormat", "")),
    )
