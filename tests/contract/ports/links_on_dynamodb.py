"""A link as the tests of the DynamoDB LinkStore make it."""

from __future__ import annotations

from crmsync.core.link import BaseValue, Link
from crmsync.core.record import RecordRef, Side

LEASE = 75_000


def make_link(number: int = 1) -> Link:
    return Link(
        RecordRef(Side.HUBSPOT, "contact", str(number)),
        RecordRef(Side.SALESFORCE, "Contact", f"003{number:015}"),
        base={"email": BaseValue("a@b.c", "a@b.c")},
    )
