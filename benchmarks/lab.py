"""What the benchmarks share: the sample sizes, one local stack, one worker in this process, one linked crowd."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Self

from crmsync.bootstrap.ingress import clock
from crmsync.core.outcome import OutcomeName
from crmsync.usecases.sync.worker import Message

from benchmarks.crowd import Crowd, Pair, looks_at
from benchmarks.desk import StackDesk
from benchmarks.held_queues import held_queues
from benchmarks.local_stack import running_stack
from benchmarks.local_worker import LocalWorker
from benchmarks.samples import Samples
from sandbox.stack.stack import Stack


class Lab:
    """Starts the stack when a benchmark first needs it, and stops it at the end."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @cached_property
    def stack(self) -> Stack:
        return self._open.enter_context(running_stack())

    @cached_property
    def worker(self) -> LocalWorker:
        return LocalWorker(self.stack)

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(StackDesk(self.stack))

    @cached_property
    def linked(self) -> list[Pair]:
        """The crowd, linked by first looks at each of them."""
        pairs = self.crowd.made(self.samples.crowd)
        messages = [Message(f"look-{place}", body) for place, body in enumerate(looks_at(pairs, clock().now()))]
        with held_queues(self.stack):
            spent = self.worker.handle(messages)
        if spent.outcomes != {OutcomeName.LINKED: len(pairs)}:
            raise AssertionError(f"not all were linked: {spent.outcomes}")
        return pairs
