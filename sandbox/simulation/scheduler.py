"""A virtual clock and the processes that live on it. One seed decides every interleaving, so it replays exactly."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from random import Random

from greenlet import getcurrent, greenlet

Millis = int


class Crashed(BaseException):
    """Unwinds a killed process. Its clean-up code runs, but every port refuses it: nothing more takes effect."""


class Process:
    """One run of a function: ends, crashes, or is killed at its timeout."""

    def __init__(
        self, name: str, deadline: Millis, body: Callable[[], None], on_end: Callable[[Process], None]
    ) -> None:
        self.name = name
        self.deadline = deadline
        self.on_end = on_end
        self.is_dead = False
        self.error: BaseException | None = None
        self.thread = greenlet(self._run)
        self._body = body

    def _run(self) -> None:
        try:
            self._body()
        except Crashed as crash:
            self.error = crash
        except Exception as error:  # noqa: BLE001 - the world reports it as a broken invariant
            self.error = error


class Scheduler:
    """Runs actions in the order of their time; equal times in the order they were planned."""

    def __init__(self, rng: Random, start: Millis) -> None:
        self.rng = rng
        self.now: Millis = start
        self._plan: list[tuple[Millis, int, Callable[[], None]]] = []
        self._order = count()
        self._hub = getcurrent()
        self._processes: dict[greenlet, Process] = {}

    def at(self, when: Millis, action: Callable[[], None]) -> None:
        heapq.heappush(self._plan, (max(when, self.now), next(self._order), action))

    def after(self, delay: Millis, action: Callable[[], None]) -> None:
        self.at(self.now + delay, action)

    def scatter(self, times: int, within: Millis, dice: Random, action: Callable[[], None]) -> None:
        """The action that many times, at moments from now on that the dice choose."""
        for _ in range(times):
            self.after(dice.randint(0, within), action)

    @property
    def process(self) -> Process | None:
        """The process that runs now; None in an action of the world itself."""
        return self._processes.get(getcurrent())

    def spawn(self, name: str, timeout: Millis, body: Callable[[], None], on_end: Callable[[Process], None]) -> None:
        process = Process(name, self.now + timeout, body, on_end)
        process.thread.parent = self._hub
        self._processes[process.thread] = process
        self.after(0, lambda: self._resume(process))

    def _resume(self, process: Process) -> None:
        process.thread.switch()
        if process.thread.dead:
            del self._processes[process.thread]
            process.on_end(process)

    def pause(self, delay: Millis) -> None:
        """Lets others run; the calling process goes on after the delay, or dies at its deadline."""
        process = self.process
        if process is None:
            return
        self._refuse_dead(process)
        self.at(min(self.now + delay, process.deadline), lambda: self._resume(process))
        self._hub.switch()
        if self.now >= process.deadline:
            self.kill()
        self._refuse_dead(process)

    def kill(self) -> None:
        """Ends the calling process here and now, as SIGKILL would."""
        process = self.process
        if process is not None:
            process.is_dead = True
            raise Crashed

    @staticmethod
    def _refuse_dead(process: Process) -> None:
        if process.is_dead:
            raise Crashed

    def run_until(self, end: Millis) -> None:
        """Runs everything that is due up to `end`, then stands at `end`."""
        while self._plan and self._plan[0][0] <= end:
            self.now, _, action = heapq.heappop(self._plan)
            action()
        self.now = max(self.now, end)
