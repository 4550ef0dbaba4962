"""How long the deployed functions ran, by their own logs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.stack.stack import Stack

_START = re.compile(r"START RequestId: (\S+)")
_REPORT = re.compile(r"REPORT RequestId: (\S+)\s+Duration: ([\d.]+) ms")


@dataclass(frozen=True, slots=True)
class Invocation:
    """`lines` are what the function itself printed; `duration` is in milliseconds."""

    duration: float
    lines: tuple[str, ...]

    def says(self, text: str) -> bool:
        return any(text in line for line in self.lines)


def invocations(stack: Stack, function: str, since: int = 0) -> list[Invocation]:
    """All of the function, oldest first, but for the first `since`. The emulator logs one after the other."""
    found: list[Invocation] = []
    lines: list[str] = []
    for line in stack.logs(function):
        report = _REPORT.search(line)
        if _START.search(line):
            lines = []
        elif report:
            found.append(Invocation(float(report[2]), tuple(lines)))
        else:
            lines.append(line)
    return found[since:]
