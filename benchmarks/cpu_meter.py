"""CPU time of this process by part: each moment is charged to the innermost part that is at work."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

REST = "core and use cases"

Port = TypeVar("Port")


class CpuMeter:
    """Not for threads."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._part = REST
        self._since = time.process_time()

    def start(self) -> None:
        self._seconds.clear()
        self._since = time.process_time()

    def stop(self) -> dict[str, float]:
        """Milliseconds of each part since the start."""
        self._charge()
        return {part: 1_000 * spent for part, spent in self._seconds.items()}

    @contextmanager
    def charging(self, part: str) -> Iterator[None]:
        outer = self._part
        self._charge()
        self._part = part
        try:
            yield
        finally:
            self._charge()
            self._part = outer

    def _charge(self) -> None:
        now = time.process_time()
        self._seconds[self._part] += now - self._since
        self._since = now


class _Charged:
    """Forwards to the real object and charges what its methods take."""

    def __init__(self, real: object, part: str, meter: CpuMeter) -> None:
        self._real, self._part, self._meter = real, part, meter

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of any port
        member = getattr(self._real, name)
        return self._wrapped(member) if callable(member) else member

    def __call__(self, *args: object, **named: object) -> Any:  # noqa: ANN401 - as the real one
        return self._wrapped(cast("Callable[..., Any]", self._real))(*args, **named)

    def _wrapped(self, member: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: object, **named: object) -> object:
            with self._meter.charging(self._part):
                return member(*args, **named)

        return call


def charged(port: Port, part: str, meter: CpuMeter) -> Port:
    """The same port, as its users see it."""
    return cast("Port", _Charged(port, part, meter))
