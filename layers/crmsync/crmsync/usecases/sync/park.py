"""Outcomes that park: the failure an administrator sees."""

from __future__ import annotations

from crmsync.core.failure import Consequence, Failure
from crmsync.core.outcome import Outcome, OutcomeName


def parked(category: str, message: str) -> Outcome:
    """A record that a person must decide about."""
    return failed(Failure(Consequence.NEEDS_REVIEW, str(category), message))


def failed(failure: Failure) -> Outcome:
    """What a failure means for the record: come again later, or park."""
    if failure.consequence in {Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN}:
        return Outcome(OutcomeName.RETRY, failure.consequence.value, failure, failure.retry_after)
    return Outcome(OutcomeName.PARKED, failure.category, failure, failure.retry_after)
