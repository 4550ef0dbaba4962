"""Salesforce, over simple-salesforce, with one session for all functions."""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urlsplit

from crmsync.adapters.aws.session_store import SecretSessionStore
from crmsync.adapters.metered_gate import CrmRecipe
from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.adapters.salesforce.credentials import PRODUCTION_AUDIENCE, Credentials
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.bootstrap.ingress import clock, secret_value, secrets
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import jobs, randomness
from crmsync.ports.budget import SalesforceCrmPort
from crmsync.ports.transport import Transport

SANDBOX_AUDIENCE = "https://test.salesforce.com"


def salesforce_recipe() -> CrmRecipe[SalesforceCrmPort]:
    return CrmRecipe(_transport, _over)


def _over(transport: Transport) -> SalesforceCrmPort:
    session = _session(_credentials())
    version = settings().salesforce_api_version
    return SalesforceCrm(SessionTransport(session, transport), version, lambda: session.instance_url)


@cache
def _transport() -> SalesforceClientTransport:
    return SalesforceClientTransport(settings().salesforce_login_url, settings().salesforce_api_version)


@lru_cache(maxsize=1)
def _session(credentials: Credentials) -> SalesforceSession:
    """Kept until the credentials are rotated."""
    store = SecretSessionStore(secrets(), settings().salesforce_session_secret_arn, jobs(), randomness())
    return SalesforceSession(credentials, store, clock(), _transport().move_to)


def _credentials() -> Credentials:
    arn = settings().salesforce_secret_arn
    secret = secrets().get(arn)
    return Credentials(
        consumer_key=secret_value(arn, "consumer_key"),
        consumer_secret=secret.get("consumer_secret", ""),
        private_key=secret.get("private_key", ""),
        username=secret.get("username", ""),
        audience=_audience(settings().salesforce_login_url),
        login_url=settings().salesforce_login_url,
    )


def _audience(login_url: str) -> str:
    """A sandbox's login host is test.salesforce.com or its My Domain, `<name>--<sandbox>.sandbox.my.salesforce.com`."""
    host = urlsplit(login_url).hostname or ""
    is_sandbox = host == "test.salesforce.com" or host.endswith(".sandbox.my.salesforce.com")
    return SANDBOX_AUDIENCE if is_sandbox else PRODUCTION_AUDIENCE
