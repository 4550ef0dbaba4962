"""Injected faults: which requests they hit, how often, and what they do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sandbox.frame.http import Request

Kind = Literal["status", "timeout", "reset", "drop_response", "break_off", "slow", "rate_limit", "lock_row"]


class BadFaultError(ValueError):
    """The fault's description is wrong; the message names the key and what it may be."""


@dataclass(slots=True)
class Fault:
    """`timeout` and `slow` last `seconds`; `timeout` never answers, and neither it nor `reset` performs the call.

    `break_off` ends the answer's body in the middle.
    """

    kind: Kind
    method: re.Pattern[str]
    path: re.Pattern[str]
    times: int
    status: int = 503
    seconds: float = 30.0

    def matches(self, request: Request) -> bool:
        return self.times > 0 and bool(self.method.fullmatch(request.method)) and bool(self.path.search(request.path))


def _pattern(match: Mapping[str, Any], key: str) -> re.Pattern[str]:
    try:
        return re.compile(str(match.get(key, ".*")))
    except re.error as error:
        raise BadFaultError(f"match.{key}: not a regular expression: {error}") from error


def _number(description: Mapping[str, Any], key: str, default: float) -> float:
    try:
        return float(description.get(key, default))
    except (TypeError, ValueError) as error:
        raise BadFaultError(f"{key}: must be a number") from error


def fault_from(description: object) -> Fault:
    """Raises BadFaultError when the description is not a fault."""
    if not isinstance(description, Mapping):
        raise BadFaultError("a fault must be an object with kind and match")
    kind: Kind = description.get("kind", "")
    if kind not in get_args(Kind):
        raise BadFaultError(f"kind: {kind!r} is none of {', '.join(get_args(Kind))}")
    match = description.get("match", {})
    if not isinstance(match, Mapping):
        raise BadFaultError("match: must be an object with method and path")
    return Fault(
        kind=kind,
        method=_pattern(match, "method"),
        path=_pattern(match, "path"),
        times=int(_number(description, "times", 1)),
        status=int(_number(description, "status", 503)),
        seconds=_number(description, "seconds", 30.0 if kind == "timeout" else 2.0),
    )


class FaultPlan:
    """The faults in force, each used up after its `times`."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, descriptions: Sequence[object]) -> None:
        """All or nothing: a bad description adds none."""
        self._faults.extend([fault_from(description) for description in descriptions])

    def clear(self) -> None:
        self._faults.clear()

    def take(self, request: Request) -> Fault | None:
        """The first fault that hits the request, used once."""
        hit = next((fault for fault in self._faults if fault.matches(request)), None)
        if hit is not None:
            hit.times -= 1
        return hit
