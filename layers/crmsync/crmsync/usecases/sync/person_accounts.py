"""Person accounts leave the batch before anything is planned: by their own record, or as the only match by e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from crmsync.core.outcome import SkipReason, skipped
from crmsync.core.parked import Category
from crmsync.core.person_account import REASON, is_person_account
from crmsync.core.record import Side
from crmsync.usecases.sync.park import parked
from crmsync.usecases.sync.work_item import WorkItem, still_open


def leave_person_accounts(items: Sequence[WorkItem]) -> None:
    """One that only Salesforce knows is skipped: an org may have a million. A HubSpot contact that is linked with
    one, or that nobody else matches, is parked: a person expects it to sync, and a second record must not be made.
    """
    for item in still_open(items):
        record = item.record(Side.SALESFORCE)
        if record is not None and is_person_account(record):
            is_expected = item.record(Side.HUBSPOT) is not None or item.link is not None
            item.leave(parked(Category.PERSON_ACCOUNT, REASON) if is_expected else skipped(SkipReason.PERSON_ACCOUNT))
