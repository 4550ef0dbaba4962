"""`links.adopt`, `links.rebuild`: start the job that takes links over, unless it would do harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass
from crmsync.core.stamped_link import LinkSource
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.arguments import text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.adoption.adopt_links import NOT_PAUSED, AdoptLinks
from crmsync.usecases.adoption.adoption_state import OUTCOMES, AdoptionState
from crmsync.usecases.adoption.native_connector import connector_activity

FORCE = "adopt although the connector still writes"
"""What an administrator must say word by word."""


@dataclass(frozen=True, slots=True)
class StartAdoption:
    job: AdoptLinks
    source: LinkSource

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"force"?}` → see `shown_adoption`. Refused: `not_ready`, `connector_active`, `not_paused`, `running`."""
        configuration = self.job.configurations.active()
        if configuration is None:
            raise AdminError("not_ready", "there is no active configuration yet: see config.show")
        if self.source is LinkSource.REBUILD and not configuration.global_settings.paused:
            raise AdminError("not_paused", f"{NOT_PAUSED}: else records without link would be created again")
        if self.source is LinkSource.ADOPT and text_of(args, "force") != FORCE:
            self._refuse_while_connector_writes()
        state = self.job.start(self.source)
        if state is None:
            raise AdminError("running", "links are being taken over already: see links.status")
        return shown_adoption(state)

    def _refuse_while_connector_writes(self) -> None:
        access = self.job.gate.open(CallClass.LIVE)
        try:
            activity = connector_activity(access, self.job.clock.now())
        finally:
            access.close()
        if activity.contacts:
            raise AdminError(
                "connector_active",
                f"HubSpot's own Salesforce connector wrote to {activity.contacts} contacts within the last half hour, "
                f"at {shown_time(activity.last_at)} for the last time: two syncs would undo each other. Pause it in "
                "HubSpot (Settings > Integrations > Connected apps > Salesforce), wait half an hour, and start again; "
                f'or give force "{FORCE}".',
            )


@dataclass(frozen=True, slots=True)
class AdoptionCommand:
    """`links.status`, `links.work`, `links.cancel`: looks at the job, works on it, or ends it."""

    act: Callable[[], AdoptionState | None]

    def __call__(self, _: Args) -> dict[str, Any]:
        """`{}` → see `shown_adoption`; `{"state": "none"}` when there never was a job."""
        return shown_adoption(self.act())


def shown_adoption(state: AdoptionState | None) -> dict[str, Any]:
    """`{"source", "state", "counts", "differing", "conflicts", "waits_for", "started_at", "finished_at"}`. `state` is
    `running`, `done` or `cancelled`; `counts` has each contact once.
    """
    if state is None:
        return {"state": "none"}
    return {
        "source": state.source.value,
        "state": state.state,
        "counts": {name: state.counts.get(name, 0) for name in OUTCOMES},
        "differing": state.counts.get("differing", 0),
        "conflicts": state.conflicts,
        "waits_for": state.waits_for or None,
        "started_at": shown_time(state.started_at),
        "finished_at": shown_time(state.finished_at),
    }
