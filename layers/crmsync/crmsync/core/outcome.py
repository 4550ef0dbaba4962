"""How one record left a batch: exactly one named outcome each."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from crmsync.core.failure import Failure
from crmsync.core.record import Millis


class OutcomeName(StrEnum):
    ECHO = "echo"
    """The event shows what crmsync itself wrote; no CRM call was made."""
    IN_STEP = "in_step"
    """Both sides agree by the rules; nothing was written."""
    UPDATED = "updated"
    CREATED = "created"
    LINKED = "linked"
    """Matched with an existing record, and brought in step."""
    MOVED = "moved"
    """The link follows a merge or a conversion; the record is looked at again."""
    DELETED = "deleted"
    """Its counterpart was deleted, and by the setting it was deleted too."""
    ERASED = "erased"
    """Every trace of the person is gone from crmsync."""
    SKIPPED = "skipped"
    """By a setting or for want of a key; `reason` says which."""
    DRY_RUN = "dry_run"
    PARKED = "parked"
    RETRY = "retry"


class SkipReason(StrEnum):
    NO_EMAIL = "no_email"
    CREATION_OFF = "creation_off"
    NO_CONTACT = "no_contact"
    """No contact of the company is a contact in Salesforce: then it makes no account."""
    GONE = "gone"
    COUNTERPART_GONE = "counterpart_gone"
    COUNTERPART_EDITED = "counterpart_edited"
    """Not deleted along with its counterpart: somebody edited it since the last sync."""
    AWAITS_CONFIRMATION = "awaits_confirmation"
    ERASED = "erased"
    NOT_SYNCED = "not_synced"
    NOT_LINKED = "not_linked"
    """Only linked records are compared, and undone."""
    PAIR_OFF = "pair_off"
    OUTSIDE_LIST = "outside_list"
    OUTSIDE_FILTER = "outside_filter"
    UNMAPPED = "unmapped"
    PERSON_ACCOUNT = "person_account"
    TOLD_BY_US = "told_by_us"
    """A task that tells of what a person did in HubSpot."""


class Outcome(NamedTuple):
    """`failure` says why for RETRY and PARKED; `retry_after` overrides the back-off of a RETRY."""

    name: OutcomeName
    reason: str = ""
    failure: Failure | None = None
    retry_after: Millis | None = None


def skipped(reason: SkipReason) -> Outcome:
    return Outcome(OutcomeName.SKIPPED, reason.value)


def retry(reason: str, after: Millis | None = None) -> Outcome:
    return Outcome(OutcomeName.RETRY, reason, retry_after=after)
