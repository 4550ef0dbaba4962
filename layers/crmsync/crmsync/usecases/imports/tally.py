"""What became of the records of a page, in the words of an import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crmsync.core.failure import Consequence, Failure, Written
from crmsync.core.import_job import Tally
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.record import Millis, RecordRef, Side
from crmsync.core.vendor_errors.fixes import fix_for
from crmsync.ports.history import History, HistoryRow
from crmsync.usecases.sync.commit import ref_after
from crmsync.usecases.sync.work_item import WorkItem

_SETTLED = (OutcomeName.ECHO, OutcomeName.IN_STEP)
_LATEST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Tallied:
    """`record` is the one that was to be brought over, `hubspot_id` of its contact, where there is one. `category` and
    the rest are of the skipped and failed ones.
    """

    record: RecordRef
    tally: Tally
    hubspot_id: str = ""
    category: str = ""
    reason: str = ""
    fix: str = ""


def comes_again(item: WorkItem) -> bool:
    """The import itself tries it again: another worker has it, or a vendor could not take it, or us, just now."""
    outcome = item.outcome
    if outcome is None or outcome.name is OutcomeName.RETRY:
        return True
    failure = outcome.failure
    return failure is not None and (failure.consequence is Consequence.QUOTA_EXHAUSTED or failure.is_of_login)


def left_out(reasons: Mapping[RecordRef, str]) -> list[Tallied]:
    """Records that the import did not ask for, by their categories."""
    return [Tallied(ref, Tally.SKIPPED, category=one, reason=_SENTENCES[one]) for ref, one in reasons.items()]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a worker that died may have done since `since`: history tells of what it committed, and a contact that was
    made since then of what it did not.
    """

    history: History
    cause: str
    since: Millis


def tallied(items: Sequence[WorkItem], source: Side, earlier: Earlier | None) -> list[Tallied]:
    """`source` is where the records came from; `earlier` is None for records that nobody has begun before."""
    return [_tallied(item, source, earlier) for item in items]


def _tallied(item: WorkItem, source: Side, earlier: Earlier | None) -> Tallied:
    record = item.changes[source].ref
    hubspot = ref_after(item, Side.HUBSPOT)
    hubspot_id = hubspot.id if hubspot is not None else ""
    outcome = item.outcome or Outcome(OutcomeName.RETRY)
    if outcome.name in {OutcomeName.SKIPPED, OutcomeName.DRY_RUN, OutcomeName.MOVED}:
        reason = outcome.reason if outcome.name is OutcomeName.SKIPPED else outcome.name.value
        return Tallied(record, Tally.SKIPPED, category=reason, reason=_SENTENCES.get(reason, ""))
    if outcome.name in {OutcomeName.PARKED, OutcomeName.RETRY}:
        return _failed(record, outcome.failure)
    if earlier is not None and hubspot is not None and outcome.name in _SETTLED:
        return Tallied(record, _by_history(hubspot, source.other, earlier), hubspot_id)
    if earlier is not None and _was_made_since(item, source.other, earlier.since):
        return Tallied(record, Tally.CREATED, hubspot_id)
    return Tallied(record, _by_outcome(item, source.other, outcome), hubspot_id)


def _was_made_since(item: WorkItem, target: Side, since: Millis) -> bool:
    counterpart = item.record(target)
    is_new_link = item.outcome is not None and item.outcome.name is OutcomeName.LINKED
    return is_new_link and counterpart is not None and counterpart.created_at >= since


def _failed(record: RecordRef, failure: Failure | None) -> Tallied:
    if failure is None:
        return Tallied(record, Tally.FAILED, category="unavailable", reason=_SENTENCES["unavailable"])
    return Tallied(record, Tally.FAILED, category=str(failure.category), reason=failure.message, fix=fix_for(failure))


def _by_outcome(item: WorkItem, target: Side, outcome: Outcome) -> Tally:
    if outcome.name is OutcomeName.CREATED:
        return Tally.CREATED
    return Tally.UPDATED if isinstance(item.results.get(target), Written) else Tally.UNCHANGED


def _by_history(hubspot: RecordRef, target: Side, earlier: Earlier) -> Tally:
    own = [row for row in earlier.history.of(hubspot, _LATEST_ROWS) if earlier.cause in row.cause.split("+")]
    if any(row.action == "create" for row in own):
        return Tally.CREATED
    return Tally.UPDATED if any(_wrote(row, target) for row in own) else Tally.UNCHANGED


def _wrote(row: HistoryRow, target: Side) -> bool:
    return any(entry.side is target for entry in row.entries)


_SENTENCES = {
    "no_email": "The record has no e-mail address, by which people are matched.",
    "gone": "The record was deleted meanwhile.",
    "counterpart_gone": "Its counterpart was deleted.",
    "outside_list": "Its contact is not in the inclusion list.",
    "outside_filter": "It does not meet the Salesforce filter.",
    "person_account": "It belongs to a person account, which does not sync.",
    "erased": "The person was erased.",
    "pair_off": "The sync of such records is switched off.",
    "creation_off": "The settings create nothing in HubSpot for it.",
    "not_syncing": "None of the records that it belongs to syncs.",
    "not_latest": "Each of its contacts that sync has a later one.",
    "dry_run": "A dry run writes nothing.",
    "unavailable": "Another worker had the record all the time; it is looked at by itself later.",
    "moved": "The record was merged or converted meanwhile; what it became is looked at.",
}
