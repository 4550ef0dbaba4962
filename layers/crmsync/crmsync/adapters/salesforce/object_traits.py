"""Which objects are merged, converted, or never deleted: their queries may ask for those fields only.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/
"""

from __future__ import annotations

MERGED = ("Account", "Case", "Contact", "Lead")
_CONVERTED = frozenset({"Lead"})
_KEPT = frozenset(
    {
        "BusinessProcess",
        "CaseStatus",
        "CurrencyType",
        "DatedConversionRate",
        "LeadStatus",
        "OpportunityStage",
        "Organization",
        "RecordType",
        "TaskStatus",
        "User",
    }
)
"""Set-up and lists of values: deactivated instead of deleted, so they have no IsDeleted."""

CONVERTED_TO = {
    "ConvertedContactId": "Contact",
    "ConvertedAccountId": "Account",
    "ConvertedOpportunityId": "Opportunity",
}
"""By field of a converted lead, what it became. Only who syncs accounts and opportunities asks for theirs."""


def bookkeeping(object_type: str) -> tuple[str, ...]:
    """The fields that tell who a record is and whether it is live."""
    deleted = () if object_type in _KEPT else ("IsDeleted",)
    merged = ("MasterRecordId",) if object_type in MERGED else ()
    converted = ("IsConverted", "ConvertedContactId") if object_type in _CONVERTED else ()
    return ("Id", "CreatedDate", "SystemModstamp", *deleted, *merged, *converted)


def live_condition(object_type: str) -> str:
    """What a query of live records must ask besides: a converted lead is left to its contact."""
    return "IsConverted = false" if object_type in _CONVERTED else ""
