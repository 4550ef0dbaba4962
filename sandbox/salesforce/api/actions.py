"""The invocable action that converts leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.write.convert import Conversion, convert

_NAME = "convertLead"


def standard_actions(call: Call) -> Response:
    there = call.org.settings.convert_action
    url = f"{call.base}/actions/standard/{_NAME}"
    actions = [{"label": "Convert Lead", "name": _NAME, "type": "CONVERTLEAD", "url": url}] if there else []
    return json_response(200, {"actions": actions})


def convert_lead(call: Call) -> Response:
    if not call.org.settings.convert_action:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    results = [_one(call, wish) for wish in call.json_rows("inputs")]
    return json_response(200 if all(result["isSuccess"] for result in results) else 400, results)


def _one(call: Call, wish: Mapping[str, Any]) -> dict[str, Any]:
    mark = call.transaction.mark()
    try:
        done = convert(call.writer(), _conversion(wish))
    except SalesforceError as error:
        call.transaction.roll_back(mark)
        return {"actionName": _NAME, "errors": error.row_errors(), "isSuccess": False, "outputValues": None}
    values = {
        "leadId": done.lead_id,
        "accountId": done.account_id,
        "contactId": done.contact_id,
        "opportunityId": done.opportunity_id,
    }
    return {"actionName": _NAME, "errors": None, "isSuccess": True, "outputValues": values}


def _conversion(wish: Mapping[str, Any]) -> Conversion:
    return Conversion(
        lead_id=str(wish.get("leadId", "")),
        status=str(wish.get("convertedStatus", "")),
        create_opportunity=bool(wish.get("createOpportunity", False)),
        opportunity_name=str(wish.get("opportunityName") or ""),
        account_id=str(wish.get("accountId") or ""),
        contact_id=str(wish.get("contactId") or ""),
        opportunity_id=str(wish.get("opportunityId") or ""),
        owner_id=str(wish.get("ownerId") or ""),
    )
