"""The two vendors: how to reach each, what to refuse, what to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from crmsync.adapters.hubspot.crm import HubspotCrm
from crmsync.adapters.salesforce.crm import SalesforceCrm
from crmsync.ports.crm import Crm

from sandbox.verify_vendor import hubspot_probes, hubspot_site, salesforce_probes, salesforce_site
from sandbox.verify_vendor.probe import Probe
from sandbox.verify_vendor.site import Site

C = TypeVar("C", bound=Crm)


@dataclass(frozen=True, slots=True)
class Vendor(Generic[C]):
    """`variables` of the environment must all be there; `refusal` says why an account must not be written to."""

    name: str
    variables: tuple[str, ...]
    probes: tuple[Probe[C], ...]
    connect: Callable[[Mapping[str, str], str], Site[C]]
    simulate: Callable[[str], AbstractContextManager[Site[C]]]
    refusal: Callable[[Site[C]], str | None]


HUBSPOT: Vendor[HubspotCrm] = Vendor(
    "hubspot",
    hubspot_site.VARIABLES,
    hubspot_probes.PROBES,
    hubspot_site.vendor_site,
    hubspot_site.simulated_site,
    hubspot_site.refusal,
)
SALESFORCE: Vendor[SalesforceCrm] = Vendor(
    "salesforce",
    salesforce_site.VARIABLES,
    salesforce_probes.PROBES,
    salesforce_site.vendor_site,
    salesforce_site.simulated_site,
    salesforce_site.refusal,
)
