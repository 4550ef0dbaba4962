"""One entry of a mapping document, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crmsync.core.compound import compound_name
from crmsync.core.mapping import Rule
from crmsync.core.parameters.conversion import Conversion
from crmsync.core.parameters.documents import Document, pointer
from crmsync.core.parameters.transforms import Declared
from crmsync.core.refusal import Refusal

Names = tuple[str, ...]
"""Of the fields of one end: one, or several that a transform takes together."""


class Listed(NamedTuple):
    """`salesforce` are names for every object that has them, or by object."""

    parameter: str
    place: tuple[str | int, ...]
    properties: Names
    salesforce: Names | Mapping[str, Names]
    rule: Rule
    options: str | None = None
    time_zone: str | None = None
    transform: Mapping[str, Any] | None = None

    @property
    def hubspot(self) -> str:
        """The mapping's key."""
        return compound_name(self.properties)

    @property
    def where(self) -> str:
        return f"{self.parameter} at {pointer(self.place)}"

    @property
    def conversion(self) -> Conversion:
        return Conversion(self.parameter, self.place, self.options, self.time_zone)

    @property
    def declared(self) -> Declared | None:
        return None if self.transform is None else Declared(self.parameter, self.place, self.transform)

    def refuse(self, key: str, reason: str, fix: str) -> Refusal:
        return Refusal(self.parameter, pointer((*self.place, key)), reason, fix)

    def wanted(self, object_types: Sequence[str]) -> Mapping[str, Names]:
        """By object, the fields that it means, whether they exist or not."""
        return self.salesforce if isinstance(self.salesforce, Mapping) else dict.fromkeys(object_types, self.salesforce)

    def is_of(self, fields: Mapping[str, str]) -> bool:
        """Whether it means these fields of Salesforce, or some of them."""
        if isinstance(self.salesforce, Mapping):
            return {name: compound_name(names) for name, names in self.salesforce.items()}.items() <= fields.items()
        return compound_name(self.salesforce) in fields.values()


def entries_of(documents: Mapping[str, Document]) -> Iterator[Listed]:
    """Every entry, by the documents' names."""
    for parameter, document in sorted(documents.items()):
        for index, entry in enumerate(document["mappings"]):
            yield _entry(parameter, ("mappings", index), entry)


def _entry(parameter: str, place: tuple[str | int, ...], entry: Mapping[str, Any]) -> Listed:
    salesforce = entry["salesforce"]
    return Listed(
        parameter,
        place,
        _names(entry["hubspot"]),
        {name: _names(said) for name, said in salesforce.items()}
        if isinstance(salesforce, dict)
        else _names(salesforce),
        Rule(entry.get("rule", Rule.PREFER_SALESFORCE_UNLESS_BLANK)),
        entry.get("options"),
        entry.get("time_zone"),
        entry.get("transform"),
    )


def _names(said: str | Sequence[str]) -> Names:
    return (said,) if isinstance(said, str) else tuple(said)
