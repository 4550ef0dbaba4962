"""The CRMs as one invocation may call them: metered, in one call class."""

from __future__ import annotations

from typing import Protocol

from crmsync.core.change import CallClass
from crmsync.core.record import Millis, Side
from crmsync.ports.associations import Associations
from crmsync.ports.bulk_query import BulkQueries
from crmsync.ports.contact_walk import ContactWalk
from crmsync.ports.crm import Crm, HubspotExtras, SalesforceExtras
from crmsync.ports.crm_setup import HubspotSetup, SalesforceSetup
from crmsync.ports.feed import HubspotSearch, SalesforceFeeds
from crmsync.ports.org_metadata import OrgMetadataReader
from crmsync.ports.pipelines import Pipelines


class HubspotCrmPort(Crm, HubspotExtras, HubspotSearch, Associations, Pipelines, HubspotSetup, ContactWalk, Protocol):
    """HubSpot, whole."""


class SalesforceCrmPort(
    Crm, SalesforceExtras, SalesforceFeeds, SalesforceSetup, OrgMetadataReader, BulkQueries, Protocol
):
    """Salesforce, whole."""


class CrmAccess(Protocol):
    """Both CRMs for one batch of work. Each HTTP attempt takes a unit of the daily allocation before it is made."""

    @property
    def hubspot(self) -> HubspotCrmPort: ...

    @property
    def salesforce(self) -> SalesforceCrmPort: ...

    def reserve(self, side: Side, calls: int) -> None:
        """Takes the units of the next calls in one step. Raises CrmError(QUOTA_EXHAUSTED or RETRY_LATER)."""

    def close(self) -> None:
        """Gives back the units that no call was made for, and reports what was used."""


class CrmGate(Protocol):
    def open(self, call_class: CallClass) -> CrmAccess:
        """Access in that class; close it when the batch is done, also after an error."""

    def until(self, latest: Millis) -> CrmGate:
        """The same gate, by whose access no call begins after `latest`: each raises CrmError(RETRY_LATER)."""
