"""Facts of the account, and how many calls of the day are spent."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.routing import Call, Route
from sandbox.hubspot.timestamps import iso_of

SCOPE = "oauth"


def read_details(call: Call) -> Response:
    settings = call.portal.settings
    now = datetime.fromtimestamp(call.portal.clock(), UTC).astimezone(ZoneInfo(settings.time_zone))
    offset = now.utcoffset()
    seconds = int(offset.total_seconds()) if offset else 0
    return json_response(
        200,
        {
            "portalId": settings.portal_id,
            "accountType": "DEVELOPER_TEST",
            "timeZone": settings.time_zone,
            "companyCurrency": settings.company_currency,
            "additionalCurrencies": list(settings.additional_currencies),
            "utcOffset": f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}",
            "utcOffsetMilliseconds": seconds * 1000,
            "uiDomain": "app.hubspot.com",
            "dataHostingLocation": "eu1",
        },
    )


def read_usage(call: Call) -> Response:
    limits, settings = call.portal.limits, call.portal.settings
    usage = {
        "name": "private-apps-api-calls-daily",
        "usageLimit": settings.daily_limit,
        "currentUsage": limits.daily_used,
        "collectedAt": iso_of(call.portal.now_ms()),
        "fetchStatus": "SUCCESS",
        "resetsAt": iso_of(int(limits.resets_at() * 1000)),
    }
    return json_response(200, {"results": [usage]})


ROUTES = (
    Route("GET", "account-info/details", read_details, SCOPE),
    Route("GET", "account-info/api-usage/daily/private-apps", read_usage, SCOPE),
)
