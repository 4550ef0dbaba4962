"""Batch create and batch update, a hundred a call, one outcome a record.

Every input has a unique `objectWriteTraceId`: it turns on partial success (207) and names the input in results and
errors, which come in no promised order. See
https://developers.hubspot.com/docs/api-reference/error-handling#multi-status-errors
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from crmsync.adapters.batches import write_all
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.attribution import UNTOLD, Input, attribute
from crmsync.adapters.hubspot.objects import EMAIL, property_text
from crmsync.core.failure import CrmError, WriteOutcome, Written
from crmsync.core.hubspot_routes import CUSTOM_STAMPS, OWN_STAMPS
from crmsync.core.record import NewRecord, RecordUpdate, Value

MOST_ALONE = 10
"""Of one batch: an answer that tells of nobody is not worth a hundred calls, and the next try asks for the next ten."""


class Draft(NamedTuple):
    """One record's write, before it has its trace id. `record_id` is empty for a creation."""

    object_type: str
    record_id: str
    values: Mapping[str, Value]

    def mentions(self, name: str) -> bool:
        return name in self.values


def create_records(api: HubspotApi, records: Sequence[NewRecord]) -> list[WriteOutcome]:
    drafts = [Draft(record.object_type, "", _without_blanks(record.values)) for record in records]
    return _write(drafts, lambda batch: _send(api, batch, "batch/create"))


def update_records(api: HubspotApi, updates: Sequence[RecordUpdate]) -> list[WriteOutcome]:
    drafts = [Draft(update.ref.object_type, update.ref.id, update.values) for update in updates]
    return _write(drafts, lambda batch: _update(api, batch))


def _without_blanks(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _write(drafts: Sequence[Draft], send: Callable[[Sequence[Draft]], Sequence[WriteOutcome]]) -> list[WriteOutcome]:
    return write_all(drafts, _batches_by_type(drafts), send, Draft.mentions)


def _batches_by_type(drafts: Sequence[Draft]) -> list[list[int]]:
    """A call takes one object type."""
    of_type: dict[str, list[int]] = {}
    for index, draft in enumerate(drafts):
        of_type.setdefault(draft.object_type, []).append(index)
    return [
        indexes[start : start + BATCH_LIMIT]
        for indexes in of_type.values()
        for start in range(0, len(indexes), BATCH_LIMIT)
    ]


def _update(api: HubspotApi, drafts: Sequence[Draft]) -> list[WriteOutcome]:
    """A record that was merged shows its survivor's id: without a trace id only a call of its own tells whose it is."""
    outcomes = _send(api, drafts, "batch/update")
    untold = [index for index, outcome in enumerate(outcomes) if outcome == UNTOLD] if len(drafts) > 1 else []
    told = {index: _alone(api, drafts[index]) for index in untold[:MOST_ALONE]}
    return [told.get(index, outcome) for index, outcome in enumerate(outcomes)]


def _alone(api: HubspotApi, draft: Draft) -> WriteOutcome:
    """To write the same values again changes nothing."""
    try:
        return _send(api, [draft], "batch/update")[0]
    except CrmError as error:
        return error.failure


def _send(api: HubspotApi, drafts: Sequence[Draft], action: str) -> list[WriteOutcome]:
    inputs = [_input_of(draft, f"row-{index}") for index, draft in enumerate(drafts)]
    sent = tuple(value for draft in drafts for value in draft.values.values())
    path = api.paths.objects(drafts[0].object_type, action)
    answer = api.write(path, [one.body for one in inputs], action.replace("batch/", ""), sent)
    created = action == "batch/create"
    return [
        Written(str(done["id"]), created) if isinstance(done, Mapping) else done for done in attribute(inputs, answer)
    ]


def _input_of(draft: Draft, trace: str) -> Input:
    properties = {name: property_text(value) for name, value in draft.values.items()}
    body: dict[str, Any] = {"properties": properties, "objectWriteTraceId": trace}
    if draft.record_id:
        body["id"] = draft.record_id
    told = {} if draft.record_id else properties
    stamps = {name: told[name] for name in OWN_STAMPS.get(draft.object_type, CUSTOM_STAMPS) if told.get(name)}
    email = told.get(EMAIL, "").strip().lower()
    return Input(trace, draft.record_id, email, stamps, tuple(draft.values.values()), body)
