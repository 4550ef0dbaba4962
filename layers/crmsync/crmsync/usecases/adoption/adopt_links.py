"""The job that adopts links, page by page: one invocation goes as far as its time lasts, the next one goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration, PairConfiguration
from crmsync.core.default_configuration import CONTACT_PAIR
from crmsync.core.failure import CrmError
from crmsync.core.record import Millis
from crmsync.core.stamped_link import LinkSource
from crmsync.ports.budget import CrmAccess, CrmGate
from crmsync.ports.clock import Clock, Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.crm_setup import IdPage
from crmsync.ports.jobs import Jobs
from crmsync.ports.links import LinkStore
from crmsync.usecases.adoption.adoption_page import AdoptionPage
from crmsync.usecases.adoption.adoption_state import CANCELLED, DONE, RUNNING, AdoptionState

JOB = "adopt_links"
LEASE: Millis = 90_000
WORK_TIME: Millis = 20_000
"""No page is begun later: its calls must end within the function's minute."""

NOBODY = IdPage((), None)
AT_WORK = "another turn is at work: ask again in half a minute"
NOT_PAUSED = "the sync must be paused while links are rebuilt"


@dataclass(frozen=True, slots=True)
class AdoptLinks:
    jobs: Jobs
    links: LinkStore
    configurations: ConfigurationStore
    gate: CrmGate
    clock: Clock
    randomness: Randomness

    def start(self, source: LinkSource) -> AdoptionState | None:
        """Begins anew and works as long as its time lasts; None while one is at work. What is linked stays so."""
        return self._work(AdoptionState(source, self.clock.now()))

    def go_on(self) -> AdoptionState | None:
        """Works on where the last invocation, or one that crashed, had stopped; None when there never was a job."""
        state = self.state()
        if state is None or state.state != RUNNING:
            return state
        return self._work(None) or replace(state, waits_for=AT_WORK)

    def cancel(self) -> AdoptionState | None:
        """What is linked by then stays linked. Not while a turn is at work, which the state then says."""
        state = self.state()
        if state is None or state.state != RUNNING:
            return state
        now, token = self.clock.now(), self.randomness.token()
        stored = self.jobs.start(JOB, token, now, now + LEASE)
        if stored is None:
            return replace(state, waits_for=AT_WORK)
        state = replace(AdoptionState.from_dict(stored), state=CANCELLED, finished_at=now)
        self.jobs.finish(JOB, token, state.as_dict())
        return state

    def state(self) -> AdoptionState | None:
        stored = self.jobs.state(JOB)
        return AdoptionState.from_dict(stored) if stored else None

    def _work(self, fresh: AdoptionState | None) -> AdoptionState | None:
        began, token = self.clock.now(), self.randomness.token()
        stored = self.jobs.start(JOB, token, began, began + LEASE)
        if stored is None or (fresh is None and not stored):
            return None
        state = fresh or AdoptionState.from_dict(stored)
        # Stored before the first page: a job that crashes in it must be known to the schedule.
        self.jobs.save(JOB, token, state.as_dict(), began + LEASE)
        self._take_pages(state, token, began + WORK_TIME)
        self.jobs.finish(JOB, token, state.as_dict())
        return state

    def _take_pages(self, state: AdoptionState, token: str, deadline: Millis) -> None:
        configuration = self.configurations.active()
        state.waits_for = _obstacle(configuration, state)
        if state.waits_for or configuration is None:
            return
        pair = configuration.pairs[CONTACT_PAIR.name]
        access = self.gate.open(CallClass.BULK)
        try:
            is_held = True
            while is_held and state.state == RUNNING and self.clock.now() < deadline:
                self._take_page(state, pair, access)
                is_held = self.jobs.save(JOB, token, state.as_dict(), self.clock.now() + LEASE)
        except CrmError as error:
            state.waits_for = str(error)
        finally:
            access.close()

    def _take_page(self, state: AdoptionState, pair: PairConfiguration, access: CrmAccess) -> None:
        if state.stamps is None:
            known = access.hubspot.property_definitions(pair.hubspot_type)
            state.stamps = [name for name in state.source.stamps if name in known]
        found = access.hubspot.contacts_with(state.stamps, state.cursor) if state.stamps else NOBODY
        if found.ids:
            page = AdoptionPage(pair, access, self.links, state.source, state.started_at, state.stamps)
            state.add(page.take(found.ids))
        state.cursor = found.cursor
        if found.cursor is None:
            state.state, state.finished_at = DONE, self.clock.now()


def _obstacle(configuration: Configuration | None, state: AdoptionState) -> str:
    if configuration is None:
        return "there is no active configuration yet"
    if state.source is LinkSource.REBUILD and not configuration.global_settings.paused:
        return NOT_PAUSED
    return ""
