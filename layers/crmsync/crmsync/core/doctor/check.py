"""The verdict of one check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """Something is lacking or not known; the sync works."""
    FAILED = "failed"
    """The sync, or a part of it, does not work."""


@dataclass(frozen=True, slots=True)
class Check:
    """`found` is what was seen, `fix` what to do about it (empty when all is well)."""

    name: str
    health: Health
    found: str
    fix: str = ""


def ok(name: str, found: str) -> Check:
    return Check(name, Health.OK, found)


def warning(name: str, found: str, fix: str) -> Check:
    return Check(name, Health.WARNING, found, fix)


def failed(name: str, found: str, fix: str) -> Check:
    return Check(name, Health.FAILED, found, fix)


def listed(names: list[str], most: int = 8) -> str:
    """The names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
