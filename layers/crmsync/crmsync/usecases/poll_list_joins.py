"""Finds who joined the inclusion list since it was chosen: joining sets off a sync, and no webhook tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import PairConfiguration
from crmsync.core.failure import CrmError
from crmsync.core.hubspot_list import JoinPage
from crmsync.core.inclusion import JOINED
from crmsync.core.list_joins import JoinCursor
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.ports.budget import CrmAccess
from crmsync.usecases.poll import LEASE, PAGE_TIME, PollPorts, PollResult

_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class PollListJoins:
    """One job a pair. Where nobody joins, a round costs one call: the last page of the list's members is read again."""

    ports: PollPorts

    def __call__(self, deadline: Millis) -> PollResult:
        configuration = self.ports.configurations.active()
        result = PollResult()
        if configuration is None or configuration.global_settings.paused:
            return result
        for pair in configuration.enabled_pairs:
            if pair.settings.inclusion_list_id is not None:
                self._follow(pair, pair.settings.inclusion_list_id, deadline, result)
        return result

    def _follow(self, pair: PairConfiguration, list_id: str, deadline: Millis, result: PollResult) -> None:
        job, now, token = f"{pair.name}_list_joins", self.ports.clock.now(), self.ports.randomness.token()
        state = self.ports.jobs.start(job, token, now, now + LEASE)
        if state is None:
            result.stopped = "running"
            return
        _Round(self.ports, pair, job, token, _cursor(state, list_id, pair.list_chosen_at), deadline).run(result)


def _cursor(state: Mapping[str, Any], list_id: str, chosen_at: Millis) -> JoinCursor:
    """A list that was chosen anew begins anew: its members of before do not sync because of that."""
    if state.get("chosen_at") == chosen_at and state["cursor"]["list_id"] == list_id:
        return JoinCursor.from_dict(state["cursor"])
    return JoinCursor(list_id, chosen_at)


@dataclass(slots=True)
class _Round:
    """One round that holds the job's lease."""

    ports: PollPorts
    pair: PairConfiguration
    job: str
    token: str
    cursor: JoinCursor
    deadline: Millis

    def run(self, result: PollResult) -> None:
        access = self.ports.gate.open(CallClass.POLL)
        try:
            result.stopped = self._walk(access, result)
        except CrmError as error:
            result.stopped = error.failure.consequence.value
            self.ports.telemetry.note("list joins stopped", category=error.failure.category)
            if error.failure.status == _BAD_REQUEST:
                self.cursor = self.cursor.restarted()
        finally:
            access.close()
        if not self.ports.jobs.finish(self.job, self.token, self._state()):
            result.stopped = "lease_lost"

    def _walk(self, access: CrmAccess, result: PollResult) -> str:
        began = self.ports.clock.now()
        while True:
            if self.ports.clock.now() + PAGE_TIME > self.deadline:
                return "out_of_time"
            shown = access.hubspot.list_joins(self.cursor.list_id, self.cursor.page)
            if self.cursor.is_moved(shown):
                self.cursor = self.cursor.restarted()
                continue
            self._send(shown, result)
            self.cursor = self.cursor.after_page(shown, began)
            if shown.next_page is None:
                return ""
            if not self.ports.jobs.save(self.job, self.token, self._state(), self.ports.clock.now() + LEASE):
                return "lease_lost"

    def _send(self, shown: JoinPage, result: PollResult) -> None:
        """Before the cursor is saved: a crash between the two sends joins twice, which is harmless."""
        joins = self.cursor.new_joins(shown)
        if joins:
            self.ports.queue.send([self._change(join.record_id) for join in joins])
        result.seen += len(joins)
        result.sent += len(joins)

    def _change(self, record_id: str) -> Change:
        ref = RecordRef(Side.HUBSPOT, self.pair.hubspot_type, record_id)
        return Change(ref, ChangeKind.LOOK, self.ports.clock.now(), JOINED, CallClass.POLL)

    def _state(self) -> dict[str, Any]:
        return {"chosen_at": self.pair.list_chosen_at, "cursor": self.cursor.as_dict()}
