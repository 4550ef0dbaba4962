"""Reads a command's arguments; each function raises AdminError `bad_arguments` naming the argument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.usecases.admin.admin_error import bad_arguments

MAX_LIMIT = 500
DEFAULT_LIMIT = 50


def limit_of(args: Mapping[str, Any]) -> int:
    """How many items of a list are wanted."""
    limit = args.get("limit", DEFAULT_LIMIT)
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MAX_LIMIT:
        raise bad_arguments(f"limit must be a number from 1 to {MAX_LIMIT}")
    return limit


def text_of(args: Mapping[str, Any], name: str) -> str | None:
    """A text, or None when it is not given. Numbers count as text: ids often come as such."""
    value = args.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise bad_arguments(f"{name} must be a text")
    return str(value).strip()


def required_text_of(args: Mapping[str, Any], name: str) -> str:
    value = text_of(args, name)
    if value is None:
        raise bad_arguments(f"{name} is missing")
    return value


def flag_of(args: Mapping[str, Any], name: str) -> bool:
    """False when it is not given."""
    value = args.get(name, False)
    if not isinstance(value, bool):
        raise bad_arguments(f"{name} must be true or false")
    return value


def ids_of(args: Mapping[str, Any], name: str) -> list[str]:
    """A list of ids without repetitions; empty when it is not given."""
    value = args.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
        raise bad_arguments(f"{name} must be a list of ids")
    return list(dict.fromkeys(str(item).strip() for item in value))


def only_one_of(args: Mapping[str, Any], *names: str) -> str:
    """The one of these arguments that is given."""
    given = [name for name in names if args.get(name) is not None]
    if len(given) != 1:
        raise bad_arguments(f"give exactly one of {', '.join(names)}")
    return given[0]
