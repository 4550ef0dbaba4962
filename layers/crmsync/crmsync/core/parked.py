"""A parked record (or one field of it): what cannot sync now, why, what to do, and when it is tried again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crmsync.core.change import CallClass
from crmsync.core.preview import Preview
from crmsync.core.record import Millis, RecordRef


class Category(StrEnum):
    """Shown to the administrator; the first eight are those of HubSpot's own sync errors."""

    ASSOCIATIONS = "associations"
    CUSTOM_CODE = "custom_code"
    DUPLICATES = "duplicates"
    PERMISSIONS = "permissions"
    PROPERTY_VALUES = "property_values"
    MAPPING = "mapping"
    CONVERTED_LEAD = "converted_lead"
    MERGED = "merged"
    MASS_CLEAR = "mass_clear"
    MASS_DELETION = "mass_deletion"
    QUOTA = "quota"
    UNAVAILABLE = "unavailable"
    """The CRM did not answer in several attempts."""
    CONFIGURATION = "configuration"
    PAUSED = "paused"
    OPT_OUT_PENDING = "opt_out_pending"
    """Somebody opted out on one side, and the other could not be told yet."""
    DRY_RUN = "dry_run"
    """Planned and not written; `preview` says what."""
    UNDECODABLE = "undecodable"
    PERSON_ACCOUNT = "person_account"
    """Salesforce's accounts that are people: never written."""


WHOLE_RECORD = "record"

ERASURE = "privacy-deletion"
"""The part of an erasure that could not be done yet. Only the erasure itself ends it: other changes of the record may
be parked as well, or find nothing any more. No property's name has a hyphen.
"""

NOT_FIELDS = frozenset({WHOLE_RECORD, ERASURE})

AWAITING_CONFIRMATION = frozenset({Category.MASS_CLEAR.value, Category.MASS_DELETION.value})
"""Goes on only when an administrator confirms."""


@dataclass(frozen=True, slots=True)
class Parked:
    """`part` is a mapping key, `record` or `privacy-deletion`. Holds ids and times, never values.

    `next_try_at` None means that only a person's change makes it go on.
    """

    ref: RecordRef
    category: str
    reason: str
    fix: str
    parked_at: Millis
    part: str = WHOLE_RECORD
    attempts: int = 0
    next_try_at: Millis | None = None
    call_class: CallClass = CallClass.LIVE
    cause: str = ""
    fields: dict[str, Millis] = field(default_factory=dict)
    """Change times of the fields, for two-way conflicts after the pause."""
    preview: Preview | None = None
    """Of a dry run: what would be done."""

    @property
    def erases(self) -> bool:
        return self.part == ERASURE
