"""Failures, classified by what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crmsync.core.record import Millis, RecordRef


class Consequence(StrEnum):
    RETRY_LATER = "retry_later"
    """Nothing was done; the same call may work in a moment (429, 5xx on a read, row lock, lease lost)."""
    OUTCOME_UNKNOWN = "outcome_unknown"
    """A write may have taken effect; look before writing again."""
    QUOTA_EXHAUSTED = "quota_exhausted"
    """A daily allocation (ours or the vendor's) is used up; wait for it, lose nothing."""
    REJECTED_RECORD = "rejected_record"
    """The vendor refuses this record's values; park with the reason."""
    NEEDS_REVIEW = "needs_review"
    """A person must decide (several matches, a merged or deleted counterpart)."""
    BAD_CONFIGURATION = "bad_configuration"
    """Credentials, scopes or mappings are wrong; fail loudly and keep the work."""
    BAD_REQUEST = "bad_request"
    """Ingress only: the caller's request is refused with a 4xx and nothing is queued."""


_UNAUTHORISED = 401


@dataclass(frozen=True, slots=True)
class Failure:
    """`message` is for an administrator: the vendor's words without anybody's values.

    `fields` are the vendor's names of the fields to blame; `retry_after` is in milliseconds, None when unknown.
    """

    consequence: Consequence
    category: str
    message: str
    vendor_code: str = ""
    status: int = 0
    fields: tuple[str, ...] = ()
    retry_after: Millis | None = None
    existing_id: str | None = None
    """The record that the vendor names as the duplicate; a hint, to be read before it is believed."""
    in_the_way: tuple[RecordRef, ...] = ()
    """The records that are to give way, where they are known: duplicates, a merge's other half."""
    fix: str = ""
    """What an administrator should do, where it differs from the advice for the category."""

    @property
    def is_of_login(self) -> bool:
        """The vendor refuses whoever calls, whatever is asked: a session that ended, a token that was replaced."""
        return self.status == _UNAUTHORISED


class CrmError(Exception):
    """A whole call failed, not one record of it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.category}: {failure.message}")
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Written:
    """The vendor took the write. `id` is the record's id (the new one's after a create)."""

    id: str
    created: bool = False


WriteOutcome = Written | Failure
