"""Which Salesforce record a HubSpot contact names as its own, by the properties that a sync stamped on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from crmsync.core.record import RecordRef, Side, Value
from crmsync.core.salesforce_id import to_18

CONTACT_ID = "salesforcecontactid"
LEAD_ID = "salesforceleadid"
ADDRESS = "crmsync_link"
"""Holds the address of the record in Salesforce, which ends in the record's id."""

_IN_ADDRESS = re.compile(r"/(Contact|Lead)/([A-Za-z0-9]{15,18})(?:/|$)|/(00[3Q][A-Za-z0-9]{12,15})(?:/|\?|$)")
_OBJECTS = {"003": "Contact", "00Q": "Lead"}


class LinkSource(StrEnum):
    """Where links are taken from: the native connector's stamps, or crmsync's own after the loss of its table."""

    ADOPT = "adopt"
    REBUILD = "rebuild"

    @property
    def stamps(self) -> tuple[str, ...]:
        """The properties that name a record, the surest first: a converted lead's contact before the lead."""
        return (CONTACT_ID, LEAD_ID) if self is LinkSource.ADOPT else (ADDRESS, CONTACT_ID, LEAD_ID)


def stamped_record(values: Mapping[str, Value], source: LinkSource) -> RecordRef | None:
    """The record that the first filled stamp names. Raises ValueError when that one names none."""
    for name in source.stamps:
        text = str(values.get(name) or "").strip()
        if text:
            return _named(_id_in(text) if name == ADDRESS else text)
    return None


def _id_in(address: str) -> str:
    found = _IN_ADDRESS.search(address)
    if found is None:
        raise ValueError("the address names no Salesforce record")
    return found[2] or found[3]


def _named(record_id: str) -> RecordRef:
    object_type = _OBJECTS.get(record_id[:3])
    if object_type is None:
        raise ValueError("not the id of a contact or lead")
    return RecordRef(Side.SALESFORCE, object_type, to_18(record_id))
