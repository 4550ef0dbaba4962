"""`pause` and `resume`: the switch of the whole sync, in the parameter `settings/global`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.jobs import Jobs
from crmsync.ports.parking import Parking
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.set_config import SetConfig
from crmsync.usecases.admin.shown import shown_time

PARAMETER = "settings/global"
JOB = "pause"
LEASE: Millis = 10_000
COUNTED_ROWS = 10_000
_PAGE = 500


@dataclass(frozen=True, slots=True)
class SwitchSync:
    """Other switches of the parameter stay as they are."""

    pauses: bool
    set_config: SetConfig
    parking: Parking
    jobs: Jobs
    clock: Clock
    randomness: Randomness

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → `{"paused", "since", "waiting", "taken", "outcome", "refused"}`. `waiting` is how many records are
        parked because of the pause; after a resume they go on by themselves. `since` is when the pause began.
        """
        since = self._since()
        was_paused = bool(self._present().get("paused"))
        answer = self.set_config({"parameter": PARAMETER, "value": {**self._present(), "paused": self.pauses}})
        if self.pauses and not (was_paused and since):
            since = self.clock.now()
        self._remember(since if self.pauses else None)
        return {
            "paused": self.pauses,
            "since": shown_time(since) if self.pauses or was_paused else None,
            "waiting": self._waiting(),
            "taken": answer["taken"],
            "outcome": answer["outcome"],
            "refused": answer["refused"],
        }

    def _present(self) -> Mapping[str, Any]:
        text = self.set_config.parameters.read().get(PARAMETER, "{}")
        try:
            document = json.loads(text)
        except ValueError as error:
            raise AdminError("bad_parameter", f"{PARAMETER} is not JSON; correct it with config.set first") from error
        if not isinstance(document, dict):
            raise AdminError("bad_parameter", f"{PARAMETER} is no object; correct it with config.set first")
        return document

    def _since(self) -> Millis | None:
        return self.jobs.state(JOB).get("since")

    def _remember(self, since: Millis | None) -> None:
        token, now = self.randomness.token(), self.clock.now()
        if self.jobs.start(JOB, token, now, now + LEASE) is not None:
            self.jobs.finish(JOB, token, {"since": since} if since else {})

    def _waiting(self) -> int:
        """Of the first ten thousand rows, so that the answer comes in seconds."""
        count, seen, page = 0, 0, None
        while True:
            rows, page = self.parking.show(_PAGE, page)
            seen += len(rows)
            count += sum(row.category == Category.PAUSED for row in rows)
            if page is None or seen >= COUNTED_ROWS:
                return count
