"""Salesforce's Person Accounts: accounts that are people. Neither they nor their contacts are ever synced.

An org that has them shows the field on Contact and Account; it is true on the contact of a person account, which must
not be written as a contact.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_guidelines_personaccounts.htm
"""

from __future__ import annotations

from collections.abc import Collection

from crmsync.core.csv_flag import with_flag
from crmsync.core.record import Record

MARK = "IsPersonAccount"

REASON = "It is a person account, which crmsync does not sync."
FIX = "Sync this person as a business contact or a lead, or leave the record out of the sync."


def has_person_accounts(fields: Collection[str]) -> bool:
    """Whether the org has Person Accounts, by the fields of its contacts or accounts."""
    return MARK in fields


def is_person_account(record: Record) -> bool:
    return with_flag(record.values.get(MARK)) is True
