"""What a private or static app's token may do.

https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
"""

from __future__ import annotations

from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.failure import CrmError

_NOT_TOLD = frozenset({400, 403, 404, 405, 410})
"""An OAuth token is none of this endpoint's, and HubSpot retires numbered paths: no answer is no verdict."""


def read_scopes(api: HubspotApi, access_token: str) -> frozenset[str] | None:
    try:
        answer = api.ask_about_token(api.paths.token_info(), access_token)
    except CrmError as error:
        if error.failure.status in _NOT_TOLD:
            return None
        raise
    scopes = answer.get("scopes")
    return frozenset(map(str, scopes)) if isinstance(scopes, list) else None
