"""Who calls, and how HubSpot names that author in history and in webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.frame.http import Request
from sandbox.hubspot.errors import VendorError
from sandbox.hubspot.settings import HubspotSettings


@dataclass(frozen=True, slots=True)
class Author:
    """`kind` is `app` or `user` for callers; `system` for HubSpot itself."""

    kind: str
    change_source: str
    source_id: str
    source_label: str = ""
    user_id: int | None = None


HUBSPOT = Author("system", "CALCULATED", "", "HubSpot")
MERGE = Author("system", "MERGE_OBJECTS", "", "Merge")
IMPORT = Author("system", "IMPORT", "sandbox", "Import")
CONNECTOR = Author("system", "SALESFORCE", "", "Salesforce")
"""HubSpot's own Salesforce connector."""


def app_author(settings: HubspotSettings) -> Author:
    return Author("app", settings.webhook_change_source, str(settings.app_id), settings.app_name)


def user_author(settings: HubspotSettings) -> Author:
    return Author("user", "CRM_UI", f"userId:{settings.user_id}", "", settings.user_id)


def bearer_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def client_of(request: Request, settings: HubspotSettings) -> str:
    """`app`, `user` or `other`."""
    known = {settings.app_token: "app", settings.user_token: "user"}
    return known.get(bearer_token(request) or "", "other")


def authenticate(request: Request, settings: HubspotSettings) -> Author:
    """Raises a 401 VendorError for a missing, unknown, revoked or expired token."""
    token = bearer_token(request)
    if token is None:
        raise VendorError(
            401,
            "INVALID_AUTHENTICATION",
            "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
        )
    if token == settings.user_token:
        return user_author(settings)
    if token == settings.app_token and settings.app_token_state == "expired":
        raise VendorError(
            401,
            "EXPIRED_AUTHENTICATION",
            "The OAuth token used to make this call expired 7 second(s) ago.",
            context={"expireTime": ["2026-01-01T00:00:00Z"]},
        )
    if token != settings.app_token or settings.app_token_state == "revoked":
        raise VendorError(
            401,
            "INVALID_AUTHENTICATION",
            "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more "
            "details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
        )
    return app_author(settings)


def require_scope(author: Author, scope: str, settings: HubspotSettings) -> None:
    """Raises 403 MISSING_SCOPES when the app was not granted the scope; people have them all."""
    if author.kind != "app" or scope not in settings.missing_scopes:
        return
    raise VendorError(
        403,
        "MISSING_SCOPES",
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: "
        "https://developers.hubspot.com/scopes.",
        errors=[
            {
                "message": "One or more of the following scopes are required.",
                "context": {"requiredGranularScopes": [scope]},
            }
        ],
        extra={"links": {"scopes": "https://developers.hubspot.com/scopes"}},
    )
