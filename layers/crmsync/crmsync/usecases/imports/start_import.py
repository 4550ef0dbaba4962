"""`import.start`: checks what is asked for, counts the records, tells what it will cost. Nothing is imported yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from crmsync.core.change import CallClass
from crmsync.core.configuration import Configuration
from crmsync.core.failure import CrmError
from crmsync.core.import_estimate import Estimate, estimate, estimate_from_hubspot, estimate_of_calls
from crmsync.core.import_job import ImportJob
from crmsync.core.import_kind import CAMPAIGN, CONTACT
from crmsync.core.import_kind_calls import kind_calls
from crmsync.core.import_request import ImportRequest
from crmsync.core.record import Millis, Side
from crmsync.ports.budget import CrmGate, HubspotCrmPort, SalesforceCrmPort
from crmsync.ports.bulk_query import Selection
from crmsync.ports.configurations import ConfigurationStore
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.dispatch import Args
from crmsync.usecases.admin.shown import shown_time
from crmsync.usecases.allowances import LedgerFreeCalls
from crmsync.usecases.imports.import_jobs import ImportJobs
from crmsync.usecases.imports.importable import importable
from crmsync.usecases.imports.read_request import read_request
from crmsync.usecases.imports.selections import best_come_first, pair_of, selections_of
from crmsync.usecases.imports.show_import import shown_import
from crmsync.usecases.imports.subject import require_free

MOST_SORTED = 250_000
"""Salesforce splits a large query to run it in parts, unless it has to sort: above, it may not sort in time."""

ID_LENGTH = 12
REFUSED_QUERIES = {"MALFORMED_QUERY", "INVALID_FIELD", "INVALID_TYPE", "INVALID_QUERY_FILTER_OPERATOR"}


class Looked(NamedTuple):
    """The campaign's or list's name, how many records of each object there are, and how many rows lead to them."""

    name: str
    counts: list[int]
    rows: int = 0


@dataclass(frozen=True, slots=True)
class StartImport:
    jobs: ImportJobs
    gate: CrmGate
    configurations: ConfigurationStore
    free_calls: LedgerFreeCalls

    def __call__(self, args: Args) -> dict[str, Any]:
        """Makes an import that waits for `import.confirm`. Raises AdminError."""
        active = self.configurations.active()
        request = read_request(args, active.pairs if active is not None else {})
        configuration = importable(request.entry, self.configurations)
        require_free(request, self.jobs)
        job = self._job(request, configuration, self._look(request, configuration))
        self.jobs.add(job)
        return shown_import(job, job.state, job.created_at)

    def _look(self, request: ImportRequest, configuration: Configuration) -> Looked:
        access = self.gate.open(CallClass.LIVE)
        try:
            if request.source is Side.HUBSPOT:
                return _look_in_hubspot(request, access.hubspot)
            name = _campaign_name(request, access.salesforce)
            selections, through = selections_of(request, configuration, recent_first=False), request.entry.through
            rows = [Selection(through.rows, request.rows_condition())] if through is not None else []
            counts = access.salesforce.count([*selections, *rows])
            return Looked(name, counts[: len(selections)], sum(counts[len(selections) :]))
        except CrmError as error:
            if error.failure.vendor_code in REFUSED_QUERIES and request.where:
                # The failure hides what it quotes, such as the field's name; a trial has Salesforce's own words.
                words = access.salesforce.condition_problem(request.object_types, request.where)
                told = words or error.failure.message
                raise bad_arguments(f"where: Salesforce refuses the condition: {told}") from error
            raise
        finally:
            access.close()

    def _job(self, request: ImportRequest, configuration: Configuration, looked: Looked) -> ImportJob:
        now, records = self.jobs.clock.now(), sum(looked.counts)
        recent_first = _is_sorted(request) and records <= MOST_SORTED
        expected = self._estimate(request, configuration, looked, recent_first=recent_first)
        job_id = self.jobs.randomness.token().replace("-", "")[-ID_LENGTH:]
        return ImportJob(
            id=job_id,
            title=f"{_title(request, looked.name)}, {str(shown_time(now))[:16]}Z ({job_id})",
            request=asdict(request),
            records=records,
            estimate=_shown_estimate(expected, now),
            created_at=now,
            recent_first=recent_first,
        )

    def _estimate(
        self, request: ImportRequest, configuration: Configuration, looked: Looked, *, recent_first: bool
    ) -> Estimate:
        left = {side: self.free_calls.left(side, CallClass.BULK) for side in Side}
        daily = {side: self.free_calls.daily(side, CallClass.BULK) for side in Side}
        kind, records = request.entry, sum(looked.counts)
        pair = pair_of(kind, configuration) or configuration.pairs[kind.pair]
        has_list = pair.settings.inclusion_list_id is not None
        if request.source is Side.HUBSPOT:
            return estimate_from_hubspot(records, left, daily, of_list=bool(request.list_id), has_list=has_list)
        if not kind.is_of_people:
            return estimate_of_calls(records, kind_calls(kind, pair, records, looked.rows), left, daily)
        asks_for_rivals = not best_come_first(request, recent_first=recent_first)
        return estimate(looked.counts, left, daily, has_list=has_list, asks_for_rivals=asks_for_rivals)


def _is_sorted(request: ImportRequest) -> bool:
    return request.entry.is_of_people and request.source is Side.SALESFORCE and request.is_whole


def _campaign_name(request: ImportRequest, salesforce: SalesforceCrmPort) -> str:
    if request.entry is not CAMPAIGN:
        return ""
    found = salesforce.campaign(request.campaign_id)
    if found is None:
        raise bad_arguments(f"campaign_id {request.campaign_id}: Salesforce has no such campaign")
    if not found.is_active:
        raise bad_arguments(f"the campaign {found.name!r} is not active: only active campaigns can be imported")
    return found.name


def _look_in_hubspot(request: ImportRequest, hubspot: HubspotCrmPort) -> Looked:
    if not request.list_id:
        return Looked("", [hubspot.contact_count()])
    found = hubspot.list_info(request.list_id)
    if found is None:
        raise bad_arguments(f"list_id {request.list_id}: HubSpot has no such list")
    if found.object_type != CONTACT:
        raise bad_arguments(f"the list {found.name!r} is one of {found.object_type} records, not of contacts")
    return Looked(found.name, [found.size or 0])


def _title(request: ImportRequest, name: str) -> str:
    if request.source is Side.HUBSPOT:
        return f"HubSpot import: list {name}" if name else "HubSpot import: all contacts"
    return f"Salesforce import: {_words(request, name)}"


def _words(request: ImportRequest, campaign: str) -> str:
    # The list is found by its name, which is then part of a path.
    kind = request.kind if request.custom_type else request.kind.replace("_", " ")
    words = f"campaign {campaign.replace('/', '-')}" if campaign else kind
    return words if request.is_whole or campaign else f"{words}, filtered"


def _shown_estimate(expected: Estimate, now: Millis) -> Mapping[str, Any]:
    return {
        "records": expected.records,
        "calls": {side.value: expected.calls[side] for side in Side},
        "left": {side.value: expected.left[side] for side in Side},
        "fits": expected.fits,
        "classic_calls": expected.classic_calls,
        "classic_fits": expected.classic_fits,
        "seconds": expected.seconds,
        "days": expected.days,
        "ends_at": shown_time(expected.ends_at(now)),
    }
