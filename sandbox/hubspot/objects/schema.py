"""An object type as data: its names, its properties, and the rules that its records must keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MAX_TEXT = 65_536


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    display_order: int = -1
    hidden: bool = False


def options(*pairs: str | tuple[str, str]) -> tuple[Option, ...]:
    """Options from values, or from (value, label)."""
    named = [(pair, pair) if isinstance(pair, str) else pair for pair in pairs]
    return tuple(Option(value, label, order) for order, (value, label) in enumerate(named))


@dataclass(frozen=True, slots=True)
class Property:
    """`type` and `field_type` are HubSpot's; `kept_by_hubspot` properties never make webhook events."""

    name: str
    label: str
    type: str = "string"
    field_type: str = "text"
    group: str = ""
    options: tuple[Option, ...] = ()
    read_only: bool = False
    calculated: bool = False
    hubspot_defined: bool = True
    unique: bool = False
    max_length: int = MAX_TEXT
    hidden: bool = False
    form_field: bool = True
    description: str = ""
    external_options: bool = False
    referenced_object_type: str = ""
    kept_by_hubspot: bool = False
    archived: bool = False
    created_at: int | None = None
    allowed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "allowed", frozenset(option.value for option in self.options))

    @property
    def multiple(self) -> bool:
        return self.type == "enumeration" and self.field_type == "checkbox"


@dataclass(frozen=True, slots=True)
class PropertyGroup:
    name: str
    label: str
    display_order: int = -1
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """Refuses records for which `matches` is true; it sees the record's values after the write."""

    name: str
    property: str
    message: str
    matches: Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Permission:
    editable: bool = True
    readable: bool = True


ALL_ALLOWED = Permission()


@dataclass(slots=True)
class ObjectType:
    """The mutable schema of one object type in one portal."""

    id: str
    name: str
    singular: str
    properties: dict[str, Property]
    groups: dict[str, PropertyGroup]
    default_properties: tuple[str, ...]
    modified_property: str = "hs_lastmodifieddate"
    created_property: str = "hs_createdate"
    alternate_ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Unique property → property with further values that find the same record (`email` → `hs_additional_emails`)."""
    required: set[str] = field(default_factory=set)
    rules: dict[str, ValidationRule] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    always_required: tuple[str, ...] = ()
    """What a creation needs on every path family."""
    scope: str = ""
    """The word that scopes have for it, where that is not its name: activities go by the scopes of contacts."""
    searched: tuple[str, ...] = ()
    """The properties that a search's `query` looks at."""
    labels: dict[str, str] = field(default_factory=dict)
    """Of a custom object: `singular` and `plural`."""
    primary_display: str = ""

    def copy(self) -> ObjectType:
        """A schema of its own for one portal; the properties themselves are immutable and shared."""
        return ObjectType(
            self.id,
            self.name,
            self.singular,
            dict(self.properties),
            dict(self.groups),
            self.default_properties,
            self.modified_property,
            self.created_property,
            self.alternate_ids,
            set(self.required),
            dict(self.rules),
            dict(self.permissions),
            self.always_required,
            self.scope,
            self.searched,
            dict(self.labels),
            self.primary_display,
        )

    def live(self, name: str) -> Property | None:
        found = self.properties.get(name)
        return found if found is not None and not found.archived else None

    def unique_properties(self) -> list[str]:
        return [name for name, found in self.properties.items() if found.unique]


def by_name(properties: Iterable[Property]) -> dict[str, Property]:
    return {found.name: found for found in properties}
