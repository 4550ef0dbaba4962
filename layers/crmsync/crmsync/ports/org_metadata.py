"""What an org has set up around its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from crmsync.core.exchange import ExchangeRate
from crmsync.core.org_metadata import OrgMetadata


class OrgMetadataReader(Protocol):
    """Every method raises CrmError when the call failed."""

    def org_metadata(self, object_types: Sequence[str]) -> OrgMetadata:
        """What concerns these objects, and the org's currencies: one call. Nothing is told of what the org lacks."""

    def dated_rates(self) -> Sequence[ExchangeRate]:
        """Those of an org with advanced currency management, each for its period; others have none. One call."""

    def offered_values(self, object_type: str, record_type_id: str, field: str) -> Sequence[str]:
        """The values that a record type offers for a picklist, in order: the stages of a sales process, the states of a
        support process. One call. MASTER_RECORD_TYPE stands for records without type.
        """

    def lookups(self, object_types: Sequence[str]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """By object and reference field, the objects that it may point to: one call for 25 objects. An object
        that is not there is missing.
        """
