"""Who submitted a form: a property of the contact has the forms and the times, which costs no scope and no call a form.

https://knowledge.hubspot.com/properties/hubspots-default-contact-properties
"""

from __future__ import annotations

from typing import Any

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.search import after_of
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.form_submissions import last_submission
from crmsync.core.hubspot_list import Join, JoinPage
from crmsync.core.record import Millis

SUBMISSIONS_A_PAGE = 200
_LAST_OF_ANY = "recent_conversion_date"
_SUBMISSIONS = "hs_calculated_form_submissions"


def read_form_joins(api: HubspotApi, form_id: str, since: Millis, page: str | None) -> JoinPage:
    """Pages by time: an offset would skip somebody when another one submits a form meanwhile. What shares the last
    millisecond of a page is shown again.
    """
    begin = int(page) if page is not None else since
    body = {
        "filterGroups": [{"filters": [{"propertyName": _LAST_OF_ANY, "operator": "GTE", "value": str(begin)}]}],
        "sorts": [{"propertyName": _LAST_OF_ANY, "direction": "ASCENDING"}],
        "properties": [_LAST_OF_ANY, _SUBMISSIONS],
        "limit": SUBMISSIONS_A_PAGE,
    }
    answer = api.search(api.paths.objects("contact", "search"), body, "form_joins")
    found: list[dict[str, Any]] = list(answer.get("results") or ())
    times = ((str(one["id"]), last_submission(one["properties"].get(_SUBMISSIONS), form_id)) for one in found)
    joins = tuple(Join(record_id, at) for record_id, at in times if at is not None)
    if after_of(answer) is None or not found:
        return JoinPage(joins)
    return JoinPage(joins, str(max(begin + 1, millis_of(found[-1]["properties"][_LAST_OF_ANY]))))
