"""Custom objects: which of HubSpot's goes with which of Salesforce's, as the administrator's parameter says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmsync.core.own_properties import SYNC_STAMPS, OwnProperty
from crmsync.core.reference import Reference

RECORD_ID = OwnProperty(
    "salesforcerecordid", "Salesforce record ID", "string", "text", "The record it is linked to.", is_unique=True
)
STAMPS = (RECORD_ID, *SYNC_STAMPS)


class CustomType(NamedTuple):
    """One of HubSpot's custom objects; `associated` are the type ids of the objects that it may be associated with."""

    id: str
    name: str
    associated: frozenset[str]


class LiveObjects(NamedTuple):
    """What both CRMs tell of custom objects: `hubspot` by name and by type id; `lookups` by Salesforce object and field
    the objects that the field may name. An object that is not there is missing.
    """

    hubspot: Mapping[str, CustomType]
    lookups: Mapping[str, Mapping[str, tuple[str, ...]]]


class Lookup(NamedTuple):
    """A lookup of the Salesforce object. `key` is the mapping's: no property shows it in HubSpot."""

    key: str
    field: str
    reference: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomObject:
    """`hubspot_type` is the type id; `match` the property and the field by which records are recognised; `naming` the
    field by which a creation of unknown outcome is found again.
    """

    name: str
    hubspot_type: str
    salesforce_type: str
    naming: str = ""
    match: tuple[str, str] | None = None
    lookups: tuple[Lookup, ...] = ()
    required: tuple[str, ...] = ()
    """Fields that the administrator gave a fallback."""
