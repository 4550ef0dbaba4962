"""Outcomes that park: the failure an administrator sees."""

from __future__ import annotations

from collections.abc import Iterable

from crmsync.core.failure import Consequence, Failure
from crmsync.core.outcome import Outcome, OutcomeName
from crmsync.core.record import RecordRef


def parked(category: str, message: str, in_the_way: Iterable[RecordRef] = ()) -> Outcome:
    """A record that a person must decide about; `in_the_way` are those whose change may decide it."""
    return failed(Failure(Consequence.NEEDS_REVIEW, str(category), message, in_the_way=tuple(in_the_way)))


def failed(failure: Failure) -> Outcome:
    """What a failure means for the record: come again later, or park."""
    if failure.consequence in {Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN}:
        return Outcome(OutcomeName.RETRY, failure.consequence.value, failure, failure.retry_after)
    return Outcome(OutcomeName.PARKED, failure.category, failure, failure.retry_after)
