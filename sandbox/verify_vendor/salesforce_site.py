"""Salesforce's sandbox and the simulated org, reached alike: over HTTP, with the same client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from crmsync.adapters.answers import ask, object_in
from crmsync.adapters.salesforce.client_transport import SalesforceClientTransport
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.adapters.system import SystemClock
from crmsync.core.record import RecordRef
from crmsync.core.vendor_errors.salesforce import classify
from crmsync.ports.transport import ApiCall

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.memory.session_store import MemorySessionStore
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.verify_vendor.distinct_clock import DistinctClock
from sandbox.verify_vendor.site import Site

VARIABLES = (
    "VERIFY_SALESFORCE_LOGIN_URL",
    "VERIFY_SALESFORCE_CONSUMER_KEY",
    "VERIFY_SALESFORCE_CONSUMER_SECRET",
)
VERSION = "67.0"
_BASE = f"/services/data/v{VERSION}"
_PERSON = ("FirstName", "LastName", "Email", "Title", "Phone")
FIELDS = {"Contact": (*_PERSON, "MailingCity"), "Lead": (*_PERSON, "Company")}

NEW_ORG = SalesforceSettings(duplicate_rule="alert")
"""An org has Salesforce's standard duplicate rules from its first day."""


def vendor_site(environment: Mapping[str, str], tag: str) -> Site[SalesforceCrm]:
    url, key, secret = (environment[name] for name in VARIABLES)
    return _site(url, Credentials(key, secret, login_url=url), tag)


@contextmanager
def simulated_site(tag: str) -> Iterator[Site[SalesforceCrm]]:
    simulator = SalesforceSimulator(DistinctClock(), NEW_ORG)
    settings = simulator.org.settings
    with ServerThread(Gateway(simulator)) as server:
        simulator.org.settings = settings.changed({"instance_url": server.url})
        yield _site(server.url, Credentials(settings.consumer_key, settings.consumer_secret), tag)


def refusal(site: Site[SalesforceCrm]) -> str | None:
    """Why this org must not be written to; None for a sandbox and a Developer Edition. Raises CrmError."""
    soql = "SELECT IsSandbox, OrganizationType FROM Organization"
    call = ApiCall("GET", f"{_BASE}/query/", "organization", query={"q": soql})
    (org,) = object_in(ask(site.transport, call, (200,), classify), call)["records"]
    if org["IsSandbox"] or org["OrganizationType"] == "Developer Edition":
        return None
    return f"{org['OrganizationType']}: neither a sandbox nor a Developer Edition"


def _site(login_url: str, credentials: Credentials, tag: str) -> Site[SalesforceCrm]:
    client = SalesforceClientTransport(login_url, VERSION)
    session = SalesforceSession(credentials, MemorySessionStore(), SystemClock(), client.move_to)
    transport = SessionTransport(session, client)
    return Site(SalesforceCrm(transport, VERSION), transport, tag, FIELDS, _deletion)


def _deletion(refs: Sequence[RecordRef]) -> ApiCall:
    query = {"ids": ",".join(ref.id for ref in refs), "allOrNone": "false"}
    return ApiCall("DELETE", f"{_BASE}/composite/sobjects", "clean_up", query=query, writes=True)
