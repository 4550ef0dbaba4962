"""Frozen dataclasses of the core as JSON and back, after their type annotations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from crmsync.adapters.aws.json_text import Json

T = TypeVar("T")

Annotation = Any
"""A type as annotations write it: a class, a union, a generic alias."""


def to_json(value: object) -> Json:
    """Objects and mappings become JSON objects, tuples become lists, enums their value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: to_json(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {to_json(key): to_json(member) for key, member in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_json(member) for member in value]
    return value


def from_json(kind: type[T], data: Json) -> T:
    """The inverse of `to_json`. A field that is missing takes its default, one that is unknown is passed over,
    so that a version stored by an older or newer release can be read.
    """
    result: T = _read(kind, data)
    return result


@cache
def _annotations(kind: type) -> Mapping[str, Annotation]:
    return get_type_hints(kind)


def _read(kind: Annotation, data: Json) -> Json:
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _annotations(kind)
        return kind(**{name: _read(hints[name], part) for name, part in data.items() if name in hints})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return _read_generic(get_origin(kind), get_args(kind), data)


def _read_generic(origin: Annotation, arguments: tuple[Annotation, ...], data: Json) -> Json:
    if origin in {Union, UnionType}:
        return _read_union(arguments, data)
    if origin is tuple:
        return tuple(_read(arguments[0], member) for member in data)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {_read(arguments[0], key): _read(arguments[1], member) for key, member in data.items()}
    return data


def _read_union(arguments: tuple[Annotation, ...], data: Json) -> Json:
    """An optional part; unions of several structures are not used in what is stored."""
    structured = [argument for argument in arguments if is_dataclass(argument)]
    return _read(structured[0], data) if data is not None and structured else data
