"""Wraps a port so that each of its calls is a point where others run and where the process may crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sandbox.simulation.chaos import Chaos
from sandbox.simulation.scheduler import Crashed, Scheduler

Port = TypeVar("Port")

STORE_LATENCY = (1, 12)


class Checkpoint:
    """Forwards every method to the real port, with a pause before and a possible crash before and after."""

    def __init__(self, port: object, scheduler: Scheduler, chaos: Chaos) -> None:
        self._port = port
        self._scheduler = scheduler
        self._chaos = chaos

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of any port
        member = getattr(self._port, name)
        return self._wrapped(member) if callable(member) else member

    def _wrapped(self, member: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **named: object) -> object:
            self._before()
            result = member(*args, **named)
            self._maybe_crash()
            return result

        return call

    def _before(self) -> None:
        process = self._scheduler.process
        if process is None:
            return
        if process.is_dead:
            raise Crashed
        self._maybe_crash()
        self._scheduler.pause(self._scheduler.rng.randint(*STORE_LATENCY))

    def _maybe_crash(self) -> None:
        if self._scheduler.process is not None and self._scheduler.rng.random() < self._chaos.crash:
            self._scheduler.kill()


def checkpointed(port: Port, scheduler: Scheduler, chaos: Chaos) -> Port:
    """The same port, as its users see it."""
    return cast("Port", Checkpoint(port, scheduler, chaos))
