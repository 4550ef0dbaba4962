"""The org's limits, as it tells them."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.org import Org

_UNUSED = {
    "ConcurrentAsyncGetReportInstances": 200,
    "DailyAsyncApexExecutions": 250_000,
    "DailyBulkApiBatches": 15_000,
    "DailyBulkV2QueryFileStorageMB": 976_562,
    "DailyDeliveredPlatformEvents": 50_000,
    "DailyStandardVolumePlatformEvents": 10_000,
    "DataStorageMB": 10_240,
    "FileStorageMB": 10_240,
    "HourlyPublishedPlatformEvents": 50_000,
    "MonthlyPlatformEventsUsageEntitlement": 0,
    "SingleEmail": 5_000,
}


def limits(call: Call) -> Response:
    most = call.org.settings.daily_max
    body = {name: {"Max": maximum, "Remaining": maximum} for name, maximum in _UNUSED.items()}
    jobs = call.org.settings.bulk_query_jobs_a_day
    made = call.org.query_jobs.made_today(call.org.clock())
    body["DailyBulkV2QueryJobs"] = {"Max": jobs, "Remaining": max(0, jobs - made)}
    body["DailyApiRequests"] = {"Max": most, "Remaining": max(0, most - call.org.daily_used())}
    return json_response(200, body)


def limit_info(org: Org) -> dict[str, str]:
    """The header of every answer."""
    return {"Sforce-Limit-Info": f"api-usage={org.daily_used()}/{org.settings.daily_max}"}
