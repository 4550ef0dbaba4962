"""`record.plan`: what a sync of one record would do now. Reads both sides; writes and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.change import CallClass, Change, ChangeKind
from crmsync.core.configuration import Configuration
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.preview import Preview
from crmsync.core.reasons import explain
from crmsync.core.record import RecordRef, Side
from crmsync.core.stamps import NOT_SYNCED
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.arguments import only_one_of, required_text_of
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.found_people import find_by_email
from crmsync.usecases.admin.references import asked_ref
from crmsync.usecases.admin.shown import shown_entry, shown_preview
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.sync_batch import plan_batch
from crmsync.usecases.sync.work_item import WorkItem

CAUSE = "plan"


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """The worker's own steps, on ports that store nothing."""

    ports: SyncPorts

    def __call__(self, args: Args) -> dict[str, Any]:
        """`{"hubspot_id" | "salesforce_id" | "email", "object"?}` → `{"outcome", "sentence", "action", "hubspot",
        "salesforce", "creates", "fields", "stuck"}`; `fields` have the values of both sides, which are kept nowhere.
        """
        configuration = self.ports.configurations.active()
        if configuration is None:
            raise AdminError("not_ready", "there is no active configuration yet: see config.show")
        configuration = configuration.with_owners(self.ports.owners.present())
        ref = self._ref(args, configuration)
        change = Change(ref, ChangeKind.LOOK, self.ports.clock.now(), CAUSE)
        (item,) = plan_batch([change], CallClass.LIVE, configuration, self.ports)
        return _shown(item)

    def _ref(self, args: Args, configuration: Configuration) -> RecordRef:
        name = only_one_of(args, "hubspot_id", "salesforce_id", "email")
        if name == "email":
            refs = self._people(required_text_of(args, name).lower(), configuration)
            return refs.get(Side.HUBSPOT) or refs[Side.SALESFORCE]
        return asked_ref(args, name, configuration)

    def _people(self, email: str, configuration: Configuration) -> Mapping[Side, RecordRef]:
        access = self.ports.gate.open(CallClass.LIVE)
        try:
            return find_by_email(email, configuration, access, self.ports.links).refs
        finally:
            access.close()


def _shown(item: WorkItem) -> dict[str, Any]:
    outcome = item.outcome or Outcome(OutcomeName.IN_STEP)
    entries = item.plan.entries if item.plan is not None else ()
    obstacles = item.plan.parked.items() if item.plan is not None else ()
    return {
        "outcome": outcome.name.value,
        "sentence": _sentence(outcome, item.preview),
        **shown_preview(item.preview),
        "fields": [{**shown_entry(entry), "explanation": explain(entry.reason)} for entry in entries],
        "stuck": [{"field": key, "reason": one.reason, "fix": one.fix} for key, one in obstacles],
    }


def _sentence(outcome: Outcome, preview: Preview | None) -> str:
    if preview is not None:
        return preview.sentence
    if outcome.failure is not None:
        return f"would not sync: {outcome.failure.message}"
    words = NOT_SYNCED.get(outcome.reason) or outcome.reason.replace("_", " ")
    match outcome.name:
        case OutcomeName.IN_STEP:
            return "is in step: nothing would be written"
        case OutcomeName.RETRY:
            return f"a worker has it now ({words}): ask again in a moment"
        case _:
            return f"would not sync: {words}"
