"""A transport that answers from a script and keeps what it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

Step = ApiAnswer | NoAnswerError


class ScriptedTransport:
    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.steps = list(steps)
        self.calls: list[ApiCall] = []

    def send(self, call: ApiCall) -> ApiAnswer:
        self.calls.append(call)
        step = self.steps.pop(0)
        if isinstance(step, NoAnswerError):
            raise step
        return step

    def bodies(self) -> list[Any]:
        return [call.body for call in self.calls]


def ok(body: Any, status: int = 200, **headers: str) -> ApiAnswer:
    return ApiAnswer(status, body, {name.replace("_", "-"): text for name, text in headers.items()})
