"""Which association of a batch each result and each error belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crmsync.adapters.hubspot.attribution import UNTOLD
from crmsync.core.association import Association
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.parked import Category
from crmsync.core.vendor_errors.hubspot import classify_item

Ends = tuple[str, str]
_NAMED = ("fromObjectId", "toObjectId", "objectId", "ids")


def outcomes(batch: Sequence[Association], answer: Mapping[str, Any]) -> list[WriteOutcome]:
    """Without errors all were made. With errors, what the answer names nowhere is OUTCOME_UNKNOWN."""
    errors = answer.get("errors") or ()
    if not errors:
        return [Written(one.end.id) for one in batch]
    made = {_ends(result) for result in answer.get("results") or ()}
    return [_outcome(one, made, errors) for one in batch]


def _outcome(one: Association, made: set[Ends], errors: Sequence[Mapping[str, Any]]) -> WriteOutcome:
    if (one.start.id, one.end.id) in made:
        return Written(one.end.id)
    about = next((error for error in errors if _is_about(error, one)), errors[0] if len(errors) == 1 else None)
    return UNTOLD if about is None else classify_item(about)


def of_associations(outcome: WriteOutcome) -> WriteOutcome:
    """HubSpot complains of an invalid value where a record cannot be associated."""
    if isinstance(outcome, Failure) and outcome.category == Category.PROPERTY_VALUES:
        return replace(outcome, category=Category.ASSOCIATIONS)
    return outcome


def _ends(result: Mapping[str, Any]) -> Ends:
    """Of both answers that HubSpot has: the labels of a pair, and a default association."""
    if "fromObjectId" in result:
        return str(result["fromObjectId"]), str(result["toObjectId"])
    return str(result["from"]["id"]), str(result["to"]["id"])


def _is_about(error: Mapping[str, Any], one: Association) -> bool:
    """An error names both ends, or only the one that is to blame."""
    context = error.get("context") or {}
    named = [{str(value) for value in context[name]} for name in _NAMED if isinstance(context.get(name), list)]
    ends = {one.start.id, one.end.id}
    return bool(named) and all(values & ends for values in named)
