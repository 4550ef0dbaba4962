"""What an administrator should do about a failure."""

from __future__ import annotations

from crmsync.core.failure import Failure
from crmsync.core.fallbacks import MISSING
from crmsync.core.inclusion import LIST_MISSING
from crmsync.core.parked import Category
from crmsync.core.person_account import FIX
from crmsync.core.vendor_errors import hubspot, salesforce

BY_CATEGORY: dict[Category, str] = {
    Category.ASSOCIATIONS: "Check the records that this one refers to: they must exist and be visible in both CRMs, "
    "and none may be above itself.",
    Category.CUSTOM_CODE: "Ask the Salesforce administrator about the flow, trigger or rule that refused the record.",
    Category.DUPLICATES: "Merge the duplicates, or take what they share (e-mail address, domain, key) off all but one.",
    Category.PERMISSIONS: "Give the integration user the rights that the message names; it is tried again by itself.",
    Category.PROPERTY_VALUES: "Correct the value in the CRM where it was entered, or the mapping of its field.",
    Category.MAPPING: "Correct the mapping that the message names; it takes effect within 90 seconds.",
    Category.CONVERTED_LEAD: "Nothing: the link moves to the contact of the converted lead. Resync if it stays.",
    Category.MERGED: "Nothing if the record was deleted or merged on purpose, unless it says what to merge as well; "
    "else restore it and resync.",
    Category.MASS_CLEAR: "If the clears are right: `crmsync confirm OBJECT FIELD`. Else restore the values.",
    Category.MASS_DELETION: "If the deletions are right: `crmsync confirm OBJECT --deletions`. Else restore "
    "the records.",
    Category.QUOTA: "Nothing: it goes on by itself. Raise the quota, or spread imports, if this happens often.",
    Category.UNAVAILABLE: "Nothing: it is tried again. Look at the vendor's status page if it lasts.",
    Category.CONFIGURATION: "Correct crmsync's credentials or parameters as the message says.",
    Category.PAUSED: "Nothing: it goes on when crmsync is switched on again.",
    Category.OPT_OUT_PENDING: "Opt the person out by hand, too: it is tried again, and needs HubSpot's scope "
    "communication_preferences.read_write and an e-mail address.",
    Category.DRY_RUN: "Nothing: it is carried out when the dry run is switched off. See `crmsync preview`.",
    Category.PERSON_ACCOUNT: FIX,
    Category.UNDECODABLE: "Report it with the message's id: what was queued could not be read.",
}

_BY_CODE: dict[str, str] = {
    **{row.code: row.fix for row in (*hubspot.TABLE, *salesforce.TABLE) if row.code and row.fix},
    MISSING: "Fill the field in HubSpot, or set a fallback for it under required_fallbacks in settings/contact.",
    LIST_MISSING: "Restore the list in HubSpot, or set another inclusion_list_id (or null) in settings/contact.",
}
_BY_CATEGORY_NAME = {category.value: fix for category, fix in BY_CATEGORY.items()}


def fix_for(failure: Failure) -> str:
    """The failure's own advice, else that for the vendor's code, else for the category."""
    return failure.fix or _BY_CODE.get(failure.vendor_code) or fix_for_category(failure.category)


def fix_for_category(category: str) -> str:
    return _BY_CATEGORY_NAME.get(category, BY_CATEGORY[Category.CONFIGURATION])
