"""What an app's token may do: `POST /oauth/v2/private-apps/get/access-token-info`."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.hubspot.errors import NotFoundError
from sandbox.hubspot.routing import Call, Route

GRANTED = (
    "communication_preferences.read",
    "communication_preferences.read_write",
    "communication_preferences.statuses.batch.read",
    "communication_preferences.statuses.batch.write",
    "crm.lists.read",
    "crm.lists.write",
    "crm.objects.companies.read",
    "crm.objects.companies.write",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.custom.read",
    "crm.objects.custom.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.objects.owners.read",
    "crm.schemas.companies.read",
    "crm.schemas.companies.write",
    "crm.schemas.contacts.read",
    "crm.schemas.contacts.write",
    "crm.schemas.custom.read",
    "crm.schemas.custom.write",
    "crm.schemas.deals.read",
    "crm.schemas.deals.write",
    "oauth",
    "tickets",
)
"""What the app has, less the scopes that a setting takes away. The portal has Marketing Hub Enterprise, without which
the batch scopes of communication preferences cannot be granted."""


def read_token_info(call: Call) -> Response:
    settings = call.portal.settings
    if call.body().get("tokenKey") != settings.app_token:
        raise NotFoundError("No private app was found for this token")
    return json_response(
        200,
        {
            "userId": settings.user_id,
            "hubId": settings.portal_id,
            "appId": settings.app_id,
            "scopes": [scope for scope in GRANTED if scope not in settings.missing_scopes],
        },
    )


ROUTES = (
    Route(
        "POST",
        "oauth/private-apps/get/access-token-info",
        read_token_info,
        "oauth",
        numbered=("v2",),
        dated=False,
    ),
)
