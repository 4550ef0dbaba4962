"""The merge table as data: by sync rule, and by which side differs from its own base, which side is written.

A silenced edit is set back at once: its own side is the one that is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from crmsync.core.mapping import Rule
from crmsync.core.reasons import Reason
from crmsync.core.record import Side


class Changed(StrEnum):
    ONLY_HUBSPOT = "only_hubspot"
    ONLY_SALESFORCE = "only_salesforce"
    BOTH = "both"


class Cell(NamedTuple):
    """The side to write and why; while Salesforce is blank, `if_blank` holds. `target` None: the later change wins."""

    target: Side | None
    reason: Reason
    if_blank: tuple[Side, Reason] | None = None


_FILL = (Side.SALESFORCE, Reason.SALESFORCE_BLANK)

MERGE_TABLE: Mapping[Rule, Mapping[Changed, Cell]] = {
    Rule.PREFER_SALESFORCE_UNLESS_BLANK: {
        Changed.ONLY_HUBSPOT: Cell(Side.HUBSPOT, Reason.SET_BACK, if_blank=_FILL),
        Changed.ONLY_SALESFORCE: Cell(Side.HUBSPOT, Reason.SALESFORCE_CHANGED),
        Changed.BOTH: Cell(Side.HUBSPOT, Reason.SALESFORCE_PREFERRED, if_blank=_FILL),
    },
    Rule.ALWAYS_SALESFORCE: {
        Changed.ONLY_HUBSPOT: Cell(Side.HUBSPOT, Reason.SET_BACK),
        Changed.ONLY_SALESFORCE: Cell(Side.HUBSPOT, Reason.SALESFORCE_CHANGED),
        Changed.BOTH: Cell(Side.HUBSPOT, Reason.SALESFORCE_PREFERRED),
    },
    Rule.ALWAYS_HUBSPOT: {
        Changed.ONLY_HUBSPOT: Cell(Side.SALESFORCE, Reason.HUBSPOT_CHANGED),
        Changed.ONLY_SALESFORCE: Cell(Side.SALESFORCE, Reason.SET_BACK),
        Changed.BOTH: Cell(Side.SALESFORCE, Reason.HUBSPOT_PREFERRED),
    },
    Rule.TWO_WAY: {
        Changed.ONLY_HUBSPOT: Cell(Side.SALESFORCE, Reason.HUBSPOT_CHANGED),
        Changed.ONLY_SALESFORCE: Cell(Side.HUBSPOT, Reason.SALESFORCE_CHANGED),
        Changed.BOTH: Cell(None, Reason.NEWER),
    },
    Rule.MEMBER_STATUS: {
        Changed.ONLY_HUBSPOT: Cell(Side.SALESFORCE, Reason.HUBSPOT_CHANGED),
        Changed.ONLY_SALESFORCE: Cell(Side.HUBSPOT, Reason.SALESFORCE_CHANGED),
        Changed.BOTH: Cell(None, Reason.NEWER),
    },
}
"""`dont_sync` has no row: nothing ever moves by it."""


def first_link_target(rule: Rule, *, hubspot_blank: bool, salesforce_blank: bool) -> Side | None:
    """The side that is written when two records meet; None when that would clear a value, or there is none."""
    if rule is Rule.ALWAYS_HUBSPOT or (rule is not Rule.ALWAYS_SALESFORCE and salesforce_blank):
        return None if hubspot_blank else Side.SALESFORCE
    return None if salesforce_blank else Side.HUBSPOT
