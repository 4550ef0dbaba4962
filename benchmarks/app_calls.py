"""How many calls crmsync's own apps made, by the simulators' count."""

from __future__ import annotations

from typing import Literal

from sandbox.stack.stack import Stack

SIDES: tuple[Literal["hubspot", "salesforce"], ...] = ("hubspot", "salesforce")


def app_calls(stack: Stack) -> int:
    """Of both CRMs since their start; people's calls are not among them."""
    return sum(int(stack.control(side, "calls", method="GET")["by_client"]["app"]) for side in SIDES)
