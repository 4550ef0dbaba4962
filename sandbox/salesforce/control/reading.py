"""Reads the bodies of control requests: what is wrong is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]


class BadControlError(ValueError):
    """The message names what is wrong with the request."""


def text(body: Body, name: str, default: str | None = None) -> str:
    """A text; without a default it must be there."""
    value = body.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadControlError(f"{name}: a text is needed")
    return value


def number(body: Body, name: str, default: float) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadControlError(f"{name}: a number is needed")
    return value


def mapping(body: Body, name: str) -> Body:
    """An object; nothing is an empty one."""
    value = body.get(name) or {}
    if not isinstance(value, Mapping):
        raise BadControlError(f"{name}: an object is needed")
    return value


def texts(body: Body, name: str) -> list[str]:
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadControlError(f"{name}: a list of texts is needed")
    return value


def rows(body: Body, name: str) -> list[Body]:
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise BadControlError(f"{name}: a list of objects is needed")
    return value
