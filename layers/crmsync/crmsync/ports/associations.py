"""Reading and writing associations of HubSpot records, many a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from crmsync.core.association import Associated, Association
from crmsync.core.failure import Failure, WriteOutcome
from crmsync.core.record import RecordRef


class Associations(Protocol):
    """Batches of any size are taken and split to the vendor's limits."""

    def associated(
        self, refs: Sequence[RecordRef], to_type: str
    ) -> Mapping[RecordRef, tuple[Associated, ...] | Failure]:
        """Every ref with all the live records of that type which it is associated with, by id; strongly consistent.

        A record that is gone has none. One call for a thousand records, and one more where a record has more
        than five hundred. Raises CrmError when a whole call failed; a Failure is of that record alone.
        """

    def associate(self, associations: Sequence[Association]) -> list[WriteOutcome]:
        """Makes each, in the order of the input; idempotent. A record that is gone is REJECTED_RECORD with the category
        `associations`. A lost answer gives OUTCOME_UNKNOWN for every one of the call. Never raises.
        """

    def dissociate(self, associations: Sequence[Association]) -> list[WriteOutcome]:
        """Takes each away; idempotent: what is not there counts as done. Never raises."""
