"""HubSpot's sandbox and the simulated portal, reached alike: over HTTP, with the vendor's own client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from crmsync.adapters.answers import ask, object_in
from crmsync.adapters.hubspot.client_transport import HOST, HubspotClientTransport
from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.hubspot.paths import Paths
from crmsync.core.record import RecordRef
from crmsync.core.vendor_errors.hubspot import classify
from crmsync.ports.transport import ApiCall

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.verify_vendor.distinct_clock import DistinctClock
from sandbox.verify_vendor.site import Site

VARIABLES = ("VERIFY_HUBSPOT_ACCESS_TOKEN",)
FIELDS = {"contact": ("email", "firstname", "lastname", "jobtitle", "phone", "website", "lifecyclestage")}
TEST_ACCOUNTS = frozenset({"SANDBOX", "DEVELOPER_TEST"})


def vendor_site(environment: Mapping[str, str], tag: str) -> Site[HubspotCrm]:
    """VERIFY_HUBSPOT_BASE_URL is for accounts behind another host than HubSpot's public one."""
    host = environment.get("VERIFY_HUBSPOT_BASE_URL") or HOST
    return _site(environment["VERIFY_HUBSPOT_ACCESS_TOKEN"], host, tag)


@contextmanager
def simulated_site(tag: str) -> Iterator[Site[HubspotCrm]]:
    settings = HubspotSettings()
    with ServerThread(Gateway(HubspotSimulator(DistinctClock(), settings=settings))) as server:
        yield _site(settings.app_token, server.url, tag)


def refusal(site: Site[HubspotCrm]) -> str | None:
    """Why this account must not be written to; None for a sandbox. Raises CrmError."""
    call = ApiCall("GET", "/account-info/v3/details", "account")
    kind = object_in(ask(site.transport, call, (200,), classify), call).get("accountType")
    return None if kind in TEST_ACCOUNTS else f"account type {kind}: neither a sandbox nor a developer test account"


def _site(access_token: str, host: str, tag: str) -> Site[HubspotCrm]:
    transport = HubspotClientTransport(access_token, host)
    return Site(HubspotCrm(transport, Paths()), transport, tag, FIELDS, _archival)


def _archival(refs: Sequence[RecordRef]) -> ApiCall:
    inputs = [{"id": ref.id} for ref in refs]
    path = Paths().objects("contact", "batch/archive")
    return ApiCall("POST", path, "clean_up", body={"inputs": inputs}, writes=True)
