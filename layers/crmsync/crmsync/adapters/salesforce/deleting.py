"""Deletes by record collections, 200 a call: into the recycle bin, from which a person can restore for 15 days.

See https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_delete.htm
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from crmsync.adapters.batches import write_all
from crmsync.adapters.salesforce.api import Row, SalesforceApi
from crmsync.adapters.salesforce.writing import COLLECTION_LIMIT, OURS
from crmsync.core.failure import WriteOutcome, Written
from crmsync.core.record import RecordRef
from crmsync.core.vendor_errors.salesforce import classify_row

_GONE_ALREADY = frozenset({"ENTITY_IS_DELETED"})


def delete_records(api: SalesforceApi, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
    calls = [
        list(range(start, min(start + COLLECTION_LIMIT, len(refs)))) for start in range(0, len(refs), COLLECTION_LIMIT)
    ]
    return write_all(refs, calls, partial(_delete, api), lambda _ref, _name: False)


def _delete(api: SalesforceApi, refs: Sequence[RecordRef]) -> list[WriteOutcome]:
    results = api.delete_collection([ref.id for ref in refs], OURS)
    return [_outcome(ref, result) for ref, result in zip(refs, results, strict=True)]


def _outcome(ref: RecordRef, result: Row) -> WriteOutcome:
    errors = result.get("errors") or []
    if result.get("success") or _GONE_ALREADY & {error.get("statusCode") for error in errors}:
        return Written(ref.id)
    return classify_row(errors)
