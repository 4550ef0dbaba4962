"""Why a parameter of the administrator was not taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which parameter, where in it (JSON pointer), what is wrong, what to do."""

    parameter: str
    place: str
    reason: str
    fix: str
