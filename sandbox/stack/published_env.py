"""What `.sandbox/env` says about a local stack."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from sandbox.aws.emulator import credentials as aws_credentials
from sandbox.stack.credentials import OUTBOUND_MESSAGE_SECRET, Credentials
from sandbox.stack.local_deployment import SALESFORCE_API_VERSION, STACK_NAME, STAGE
from sandbox.stack.place import Place


def published_env(place: Place, credentials: Credentials, outputs: Mapping[str, str]) -> dict[str, str]:
    """`outputs` are the stack's. Names that end in TOKEN, SECRET or KEY work against the simulators only."""
    shared_secret = urlencode({"secret": OUTBOUND_MESSAGE_SECRET})
    return {
        **aws_credentials(place.aws_port),
        "CRMSYNC_STACK": STACK_NAME,
        "CRMSYNC_STAGE": STAGE,
        "CRMSYNC_HUBSPOT_WEBHOOK_URL": outputs["HubspotWebhookUrl"],
        "CRMSYNC_SALESFORCE_WEBHOOK_URL": f"{outputs['SalesforceWebhookUrl']}?{shared_secret}",
        "HUBSPOT_BASE_URL": place.hubspot_url,
        **_hubspot(credentials),
        "SALESFORCE_INSTANCE_URL": place.salesforce_url,
        **_salesforce(credentials),
        "SALESFORCE_API_VERSION": SALESFORCE_API_VERSION,
    }


def _hubspot(credentials: Credentials) -> dict[str, str]:
    settings = credentials.hubspot
    return {
        "HUBSPOT_ACCESS_TOKEN": settings.app_token,
        "HUBSPOT_USER_TOKEN": settings.user_token,
        "HUBSPOT_CLIENT_SECRET": settings.client_secret,
        "HUBSPOT_PORTAL_ID": str(settings.portal_id),
        "HUBSPOT_APP_ID": str(settings.app_id),
    }


def _salesforce(credentials: Credentials) -> dict[str, str]:
    settings = credentials.salesforce
    return {
        "SALESFORCE_CONSUMER_KEY": settings.consumer_key,
        "SALESFORCE_CONSUMER_SECRET": settings.consumer_secret,
        "SALESFORCE_USER_TOKEN": settings.person_session_id,
        "SALESFORCE_ORG_ID": settings.org_id,
    }
