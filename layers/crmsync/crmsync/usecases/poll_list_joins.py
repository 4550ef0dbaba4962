"""Finds who joined the inclusion list, or a list of a campaign, or submitted its form, since it was chosen: no webhook
tells of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.campaign_join import CAMPAIGN_JOINED, CampaignJoin
from crmsync.core.cause import JOINED
from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.hubspot_list import Join, JoinPage
from crmsync.core.lifecycle import ASK
from crmsync.core.list_joins import JoinCursor
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.ports.budget import CrmAccess
from crmsync.usecases.poll import LEASE, PAGE_TIME, PollPorts, PollResult

_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class PollListJoins:
    """One job a list. Where nobody joins, a round costs one call: the last page of the list's members is read again."""

    ports: PollPorts

    def __call__(self, deadline: Millis) -> PollResult:
        configuration = self.ports.configurations.active()
        result = PollResult()
        if configuration is None or configuration.global_settings.paused:
            return result
        for followed in _followed(configuration):
            self._follow(followed, deadline, result)
        return result

    def _follow(self, followed: _Followed, deadline: Millis, result: PollResult) -> None:
        now, token = self.ports.clock.now(), self.ports.randomness.token()
        state = self.ports.jobs.start(followed.job, token, now, now + LEASE)
        if state is None:
            result.stopped = "running"
            return
        _Round(self.ports, followed, token, _cursor(state, followed), deadline).run(result)


@dataclass(frozen=True, slots=True)
class _Followed:
    """A list, or a form, whose joins are followed since it was chosen. `wish`, a name in the changes of those who join,
    says what is to be done besides looking at them.
    """

    job: str
    object_type: str
    source_id: str
    chosen_at: Millis
    wish: str = ""
    cause: str = JOINED
    is_form: bool = False


def _followed(configuration: Configuration) -> Iterator[_Followed]:
    """The inclusion lists, and the lists whose people join campaigns."""
    for pair in configuration.enabled_pairs:
        if pair.settings.inclusion_list_id is not None:
            job = f"{pair.name}_list_joins"
            wish = ASK if pair.lifecycle_stages else ""
            yield _Followed(job, pair.hubspot_type, pair.settings.inclusion_list_id, pair.list_chosen_at, wish)
        if pair.campaigns is not None:
            for join in configuration.campaign_joins:
                yield _of_campaign(join, pair.hubspot_type)


def _of_campaign(join: CampaignJoin, object_type: str) -> _Followed:
    job, is_form = f"joins {join.wish}", bool(join.form_id)
    return _Followed(job, object_type, join.source_id, join.chosen_at, join.wish, CAMPAIGN_JOINED, is_form)


def _cursor(state: Mapping[str, Any], followed: _Followed) -> JoinCursor:
    """A list that was chosen anew begins anew: its members of before do not sync because of that."""
    if state.get("chosen_at") == followed.chosen_at and state["cursor"]["list_id"] == followed.source_id:
        return JoinCursor.from_dict(state["cursor"])
    return JoinCursor(followed.source_id, followed.chosen_at)


@dataclass(slots=True)
class _Round:
    """One round that holds the job's lease."""

    ports: PollPorts
    followed: _Followed
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
        if not self.ports.jobs.finish(self.followed.job, self.token, self._state()):
            result.stopped = "lease_lost"

    def _walk(self, access: CrmAccess, result: PollResult) -> str:
        began = self.ports.clock.now()
        while True:
            if self.ports.clock.now() + PAGE_TIME > self.deadline:
                return "out_of_time"
            shown = self._shown(access)
            if self.cursor.is_moved(shown):
                self.cursor = self.cursor.restarted()
                continue
            self._send(shown, result)
            self.cursor = self.cursor.after_page(shown, began)
            if shown.next_page is None:
                self._rest()
                return ""
            if not self.ports.jobs.save(self.followed.job, self.token, self._state(), self.ports.clock.now() + LEASE):
                return "lease_lost"

    def _shown(self, access: CrmAccess) -> JoinPage:
        cursor = self.cursor
        if self.followed.is_form:
            return access.hubspot.form_joins(cursor.list_id, cursor.since, cursor.page)
        return access.hubspot.list_joins(cursor.list_id, cursor.page)

    def _rest(self) -> None:
        """New members of a list appear on its last page; a form is asked anew since the time of the look-back."""
        if self.followed.is_form:
            self.cursor = self.cursor.restarted()

    def _send(self, shown: JoinPage, result: PollResult) -> None:
        """Before the cursor is saved: a crash between the two sends joins twice, which is harmless."""
        joins = self.cursor.new_joins(shown)
        if joins:
            self.ports.queue.send([self._change(join) for join in joins])
        result.seen += len(joins)
        result.sent += len(joins)

    def _change(self, join: Join) -> Change:
        ref = RecordRef(Side.HUBSPOT, self.followed.object_type, join.record_id)
        fields = {self.followed.wish: join.at} if self.followed.wish else {}
        return Change(ref, ChangeKind.LOOK, self.ports.clock.now(), self.followed.cause, CallClass.POLL, fields=fields)

    def _state(self) -> dict[str, Any]:
        return {"chosen_at": self.followed.chosen_at, "cursor": self.cursor.as_dict()}
