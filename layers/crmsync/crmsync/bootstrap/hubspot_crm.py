"""HubSpot, over hubspot-api-client."""

from __future__ import annotations

from functools import lru_cache

from crmsync.adapters.hubspot.client_transport import HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.hubspot.paths import Paths
from crmsync.adapters.metered_gate import CrmRecipe
from crmsync.bootstrap.ingress import secret_value
from crmsync.bootstrap.settings import settings
from crmsync.core.failure import CrmError
from crmsync.ports.budget import HubspotCrmPort
from crmsync.ports.transport import Transport


def hubspot_recipe() -> CrmRecipe[HubspotCrmPort]:
    return CrmRecipe(_transport, _over)


def _transport() -> Transport:
    return _connected(settings().hubspot_base_url, secret_value(settings().hubspot_secret_arn, "access_token"))


@lru_cache(maxsize=1)
def _connected(host: str, access_token: str) -> Transport:
    """Kept until the token is rotated."""
    return HubspotClientTransport(access_token, host)


def _over(transport: Transport) -> HubspotCrmPort:
    return HubspotCrm(transport, Paths(settings().hubspot_api_version), _portal_id)


def _portal_id() -> str:
    """Nothing but links to HubSpot's screens needs it."""
    try:
        return secret_value(settings().hubspot_secret_arn, "portal_id")
    except CrmError:
        return ""
