"""Both CRMs as the invariants see them: the product's own adapters, undisturbed and unmetered."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.adapters.salesforce.session import SalesforceSession, SessionTransport
from crmsync.core.record import Side
from crmsync.ports.clock import Clock
from crmsync.ports.transport import Transport

from sandbox.frame.gateway import Gateway
from sandbox.hubspot.settings import HubspotSettings
from sandbox.inprocess_transport import InProcessTransport
from sandbox.memory.session_store import MemorySessionStore
from sandbox.salesforce.settings import SalesforceSettings

API_VERSION = "67.0"


class PlainCrms:
    def __init__(self, gateways: Mapping[Side, Gateway], clock: Clock) -> None:
        self._gateways, self._clock = gateways, clock

    def of(self, side: Side) -> HubspotCrm | SalesforceCrm:
        if side is Side.HUBSPOT:
            return self.hubspot()
        session = SalesforceSession(credentials(), MemorySessionStore(), self._clock)
        bare = InProcessTransport(self._gateways[Side.SALESFORCE])
        return SalesforceCrm(SessionTransport(session, bare), API_VERSION)

    def hubspot(self) -> HubspotCrm:
        return HubspotCrm(hubspot_transport(self._gateways[Side.HUBSPOT]))


def hubspot_transport(gateway: Gateway) -> Transport:
    """With the app's token."""
    return InProcessTransport(gateway, {"Authorization": f"Bearer {HubspotSettings().app_token}"})


def credentials() -> Credentials:
    """The integration user's in Salesforce."""
    settings = SalesforceSettings()
    return Credentials(consumer_key=settings.consumer_key, consumer_secret=settings.consumer_secret)
