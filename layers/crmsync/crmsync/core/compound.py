"""Compound values: several fields of one record that a mapping takes as one, such as a first and a last name.

Their normal form is a JSON object of the parts' normal forms behind a blank, ` {"FirstName":"Ada","LastName":null}`:
no other normal form begins with a blank. A compound whose parts are all blank is blank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.normal_form import normalise
from crmsync.core.record import Side, Value

_BEGIN = " {"
_SHORTENED = "sha256:"


def compound_name(names: Iterable[str]) -> str:
    """What a mapping calls the fields together: `FirstName+LastName`."""
    return "+".join(names)


def compound_type(parts: Mapping[str, FieldType]) -> FieldType:
    return FieldType(Kind.COMPOUND, parts=tuple(parts.items()))


def compound(parts: Mapping[str, Value]) -> str:
    """Of the parts' normal forms, blank or not."""
    return " " + json.dumps(parts, separators=(",", ":"), ensure_ascii=False)


def parts_of(value: Value) -> dict[str, Value]:
    """The inverse of `compound`; none of a blank."""
    if not isinstance(value, str) or not value.startswith(_BEGIN):
        return {}
    parts: dict[str, Value] = json.loads(value)
    return parts


def is_blank(value: Value) -> bool:
    """Also of parts that are to be written, which are blank each for itself."""
    parts = parts_of(value)
    return value is None or (bool(parts) and all(part is None for part in parts.values()))


def joined(parts: Mapping[str, Value]) -> str | None:
    """The normal form: a compound of blanks alone is blank."""
    return None if all(value is None for value in parts.values()) else compound(parts)


def compound_of(values: Mapping[str, Value], side: Side, kind: FieldType) -> Value | Absent:
    """The normal form of what a record shows; absent when any part is."""
    if any(name not in values for name, _ in kind.parts):
        return ABSENT
    return joined({name: normalise(values[name], side, part) for name, part in kind.parts})


def overlaid(value: Value, written: Value, kind: FieldType) -> Value:
    """A compound after some of its parts were written."""
    return joined({**dict.fromkeys(name for name, _ in kind.parts), **parts_of(value), **parts_of(written)})


def shows(value: Value, written: Value) -> bool:
    """Whether a compound has the parts that were to be written."""
    shown = parts_of(value)
    return all(shown.get(name) == part for name, part in parts_of(written).items())


def without_parts(value: Value, blanks: Mapping[str, Value]) -> Value:
    """The compound in which, by field, one value counts as blank."""
    return joined({name: None if part == blanks.get(name) else part for name, part in parts_of(value).items()})


def is_of(value: Value, kind: FieldType) -> bool:
    """Whether a stored value was taken of the fields that the type names now: mappings change."""
    if kind.kind is not Kind.COMPOUND:
        return not (isinstance(value, str) and value.startswith(_BEGIN))
    is_short = isinstance(value, str) and value.startswith(_SHORTENED)
    return value is None or is_short or list(parts_of(value)) == [name for name, _ in kind.parts]
