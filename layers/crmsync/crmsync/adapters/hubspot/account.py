"""List membership and the portal's own count of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.hubspot.paths import OBJECT_TYPE_IDS
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category

_UNFETCHED = frozenset({"FAILURE", "NOTFOUND", "TIMEOUT"})


def read_membership(api: HubspotApi, ids: Sequence[str], list_id: str) -> dict[str, bool]:
    """Whether each contact is in the list."""
    members = dict.fromkeys(ids, False)
    for batch in batches(list(members), BATCH_LIMIT):
        body = {"inputs": [{"objectTypeId": OBJECT_TYPE_IDS["contact"], "recordId": one} for one in batch]}
        answer = api.read(api.paths.record_memberships(), body, "membership")
        members.update({str(found["recordId"]): _is_in(found, list_id) for found in answer.get("results") or ()})
    return {record_id: members[record_id] for record_id in ids}


def _is_in(found: Mapping[str, Any], list_id: str) -> bool:
    memberships = found.get("recordListMemberships") or found.get("memberships") or ()
    return any(str(membership["listId"]) == list_id for membership in memberships)


def read_daily_usage(api: HubspotApi) -> tuple[int, int]:
    """(used, limit) of the limit that is nearest to being used up."""
    answer = api.get(api.paths.daily_usage(), "daily_usage")
    figures = [
        (int(row["currentUsage"]), int(row["usageLimit"]))
        for row in answer.get("results") or ()
        if row.get("fetchStatus") not in _UNFETCHED and row.get("usageLimit")
    ]
    if not figures:
        message = "HubSpot gives no figures of the daily usage at the moment"
        raise CrmError(Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message))
    return max(figures, key=lambda figure: figure[0] / figure[1])
