"""The portal's own count of calls."""

from __future__ import annotations

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category

_UNFETCHED = frozenset({"FAILURE", "NOTFOUND", "TIMEOUT"})


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
