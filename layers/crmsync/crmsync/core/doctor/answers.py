"""Checks of credentials: whether both CRMs answer."""

from __future__ import annotations

from crmsync.core.doctor.check import Check, failed, ok
from crmsync.core.failure import Failure
from crmsync.core.vendor_errors.fixes import fix_for

NAMES = {"hubspot": "HubSpot", "salesforce": "Salesforce"}


def check_answer(side: str, outcome: tuple[int, int] | Failure) -> Check:
    """`outcome` is what the vendor says of today's calls, or why it did not answer."""
    name = f"{NAMES[side]} answers"
    if isinstance(outcome, Failure):
        return failed(name, f"{outcome.category}: {outcome.message}", fix_for(outcome))
    used, limit = outcome
    return ok(name, f"{used:,} of {limit:,} calls a day used, by all integrations")


def unanswered(name: str, failure: Failure) -> Check:
    """A check that could not be made."""
    return failed(name, f"not known: {failure.message}", fix_for(failure))
