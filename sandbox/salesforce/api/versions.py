"""The API's versions and the resources of one version."""

from __future__ import annotations

from sandbox.frame.http import Request, Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.org import Org
from sandbox.salesforce.settings import SalesforceSettings

_RESOURCES = ("sobjects", "query", "queryAll", "limits", "composite", "actions")


def versions(org: Org, _: Request) -> Response:
    first, last = int(org.settings.first_api_version), int(org.settings.last_api_version)
    body = [
        {"label": f"Version {number}", "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
        for number in range(first, last + 1)
    ]
    return json_response(200, body)


def resources(call: Call) -> Response:
    """`identity` leads to the caller."""
    settings, user_id = call.org.settings, call.transaction.caller.user_id
    identity = f"{settings.instance_url}/id/{settings.org_id}/{user_id}"
    return json_response(200, {**{name: f"{call.base}/{name}" for name in _RESOURCES}, "identity": identity})


def check_version(text: str, settings: SalesforceSettings) -> None:
    """Raises UNSUPPORTED_API_VERSION for a retired version, NOT_FOUND for one that does not exist."""
    try:
        version = float(text.removeprefix("v"))
    except ValueError as error:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist") from error
    if version < settings.first_api_version:
        raise refuse_request("UNSUPPORTED_API_VERSION", f"API version {version} is retired")
    if version > settings.last_api_version:
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
