"""Which associations two object types may have: HubSpot's own types by number, and labels of the portal's own.

A number is unique only together with its category: a label of one's own may bear the number of HubSpot's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sandbox.hubspot.errors import ValidationError

HUBSPOT, USER = "HUBSPOT_DEFINED", "USER_DEFINED"
MAX_LABELS = 10
"""Labels of one's own between two object types."""

FIRST_OF_PORTAL = 1_001
"""Numbers from here on are given to the associations of custom objects."""


class TypeKey(NamedTuple):
    category: str
    number: int


@dataclass(frozen=True, slots=True)
class AssociationType:
    """One direction. `start` and `end` are object type ids, `back` is the key of the way back.

    `single`: a record at the start has one such other end at most (its primary company, its parent).
    """

    key: TypeKey
    start: str
    end: str
    back: TypeKey
    name: str
    label: str | None = None
    single: bool = False

    @property
    def is_unlabelled(self) -> bool:
        return self.label is None


_NAMES = {
    "0-1": "contact",
    "0-2": "company",
    "0-3": "deal",
    "0-5": "ticket",
    "0-27": "task",
    "0-46": "note",
    "0-47": "meeting",
    "0-48": "call",
    "0-49": "email",
}
_UNLABELLED = (
    ("0-3", "0-1", 3, 4),
    ("0-5", "0-1", 16, 15),
    ("0-3", "0-5", 27, 28),
    ("0-1", "0-1", 449, 449),
    ("0-2", "0-2", 450, 450),
    ("0-3", "0-3", 451, 451),
    ("0-5", "0-5", 452, 452),
    ("0-48", "0-2", 182, 181),
    ("0-49", "0-2", 186, 185),
    ("0-47", "0-2", 188, 187),
    ("0-46", "0-2", 190, 189),
    ("0-27", "0-2", 192, 191),
    ("0-48", "0-1", 194, 193),
    ("0-49", "0-1", 198, 197),
    ("0-47", "0-1", 200, 199),
    ("0-46", "0-1", 202, 201),
    ("0-27", "0-1", 204, 203),
    ("0-48", "0-3", 206, 205),
    ("0-49", "0-3", 210, 209),
    ("0-47", "0-3", 212, 211),
    ("0-46", "0-3", 214, 213),
    ("0-27", "0-3", 216, 215),
    ("0-48", "0-5", 220, 219),
    ("0-49", "0-5", 224, 223),
    ("0-47", "0-5", 226, 225),
    ("0-46", "0-5", 228, 227),
    ("0-27", "0-5", 230, 229),
)
"""From, to, number there, number back."""

_WITH_PRIMARY = (
    ("0-1", 279, 280, 1, 2),
    ("0-3", 341, 342, 5, 6),
    ("0-5", 339, 340, 26, 25),
)
"""From; unlabelled to and from companies; primary to and from companies."""

_PARENT, _CHILD = 14, 13


class AssociationTypes:
    """The association types of one portal."""

    def __init__(self) -> None:
        self._between: dict[tuple[str, str], dict[TypeKey, AssociationType]] = {}
        self._next_label = 1
        self._next_number = FIRST_OF_PORTAL
        for start, end, there, back in _UNLABELLED:
            self._pair(start, end, (_own(there), _own(back)), (_named(start, end), _named(end, start)))
        for start, *numbers in _WITH_PRIMARY:
            self._with_primary(start, *numbers)
        labels = ("Parent Company", "Child Company")
        self._pair("0-2", "0-2", (_own(_PARENT), _own(_CHILD)), ("child_to_parent_company",) * 2, labels, single=True)

    def unlabelled(self, start: str, end: str) -> AssociationType:
        """Raises 400 when two such objects cannot be associated."""
        found = next((one for one in self.between(start, end) if one.is_unlabelled), None)
        if found is None:
            raise ValidationError(f"Association types between {start} and {end} are not defined")
        return found

    def primary(self, start: str, end: str) -> AssociationType | None:
        """The primary one of the direction in which a record has one at most; of either direction."""
        for one in (*self.between(start, end), *self.between(end, start)):
            if one.single and one.start != one.end:
                return one
        return None

    def between(self, start: str, end: str) -> Iterator[AssociationType]:
        return iter(self._between.get((start, end), {}).values())

    def found(self, start: str, end: str, key: TypeKey) -> AssociationType:
        """Raises 400 for a type that does not fit the two object types."""
        found = self._between.get((start, end), {}).get(key)
        if found is None:
            raise ValidationError(f"Association type {key.number} is not valid from {start} to {end}")
        return found

    def from_type(self, start: str, key: TypeKey) -> AssociationType | None:
        """The type of that key, wherever it leads to."""
        kinds = (types.get(key) for (near, _), types in self._between.items() if near == start)
        return next((one for one in kinds if one is not None), None)

    def connect(self, start: str, end: str, names: tuple[str, str]) -> AssociationType:
        """Makes unlabelled associations between two object types possible; `names` are there and back."""
        if (start, end) not in self._between:
            numbers = (_own(self._next_number), _own(self._next_number + (start != end)))
            self._next_number += 2
            self._pair(start, end, numbers, names)
        return self.unlabelled(start, end)

    def add_label(self, start: str, end: str, name: str, labels: tuple[str, str]) -> list[AssociationType]:
        """A label of the portal's own, both ways. Raises 400 for one too many."""
        self.unlabelled(start, end)
        own = [one for one in self.between(start, end) if one.key.category == USER]
        if len(own) >= MAX_LABELS:
            raise ValidationError(f"At most {MAX_LABELS} association labels between {start} and {end}")
        keys = (TypeKey(USER, self._next_label), TypeKey(USER, self._next_label + 1))
        self._next_label += 2
        self._pair(start, end, keys, (name, name), labels)
        return [self._between[start, end][keys[0]], self._between[end, start][keys[1]]]

    def drop_label(self, found: AssociationType) -> None:
        self._between[found.start, found.end].pop(found.key, None)
        self._between[found.end, found.start].pop(found.back, None)

    def _with_primary(self, start: str, there: int, back: int, primary: int, primary_back: int) -> None:
        names = (_named(start, "0-2"), _named("0-2", start))
        unlabelled = (f"{names[0]}_unlabeled", f"{names[1]}_unlabeled")
        self._pair(start, "0-2", (_own(there), _own(back)), unlabelled)
        labels = ("Primary", f"{_NAMES[start].capitalize()} with Primary Company")
        self._pair(start, "0-2", (_own(primary), _own(primary_back)), names, labels, single=True)

    def _pair(
        self,
        start: str,
        end: str,
        keys: tuple[TypeKey, TypeKey],
        names: tuple[str, str],
        labels: tuple[str | None, str | None] = (None, None),
        *,
        single: bool = False,
    ) -> None:
        there, back = keys
        self._add(AssociationType(there, start, end, back, names[0], labels[0], single))
        if there != back:
            self._add(AssociationType(back, end, start, there, names[1], labels[1]))

    def _add(self, one: AssociationType) -> None:
        self._between.setdefault((one.start, one.end), {})[one.key] = one


def _own(number: int) -> TypeKey:
    return TypeKey(HUBSPOT, number)


def _named(start: str, end: str) -> str:
    return f"{_NAMES[start]}_to_{_NAMES[end]}"
