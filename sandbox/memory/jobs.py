"""The Jobs in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.record import Millis


@dataclass(slots=True)
class _Job:
    token: str = ""
    until: Millis = 0
    state: str = "{}"


class MemoryJobs:
    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}

    def start(self, name: str, token: str, now: Millis, until: Millis) -> Mapping[str, Any] | None:
        job = self._jobs.setdefault(name, _Job())
        if job.until > now and job.token != token:
            return None
        job.token, job.until = token, until
        return self.state(name)

    def save(self, name: str, token: str, state: Mapping[str, Any], until: Millis) -> bool:
        return self._store(name, token, _Job(token, until, pack(state)))

    def finish(self, name: str, token: str, state: Mapping[str, Any]) -> bool:
        return self._store(name, token, _Job(state=pack(state)))

    def _store(self, name: str, token: str, job: _Job) -> bool:
        if self._jobs.get(name, _Job()).token != token:
            return False
        self._jobs[name] = job
        return True

    def state(self, name: str) -> Mapping[str, Any]:
        state: dict[str, Any] = unpack(self._jobs.get(name, _Job()).state)
        return state
