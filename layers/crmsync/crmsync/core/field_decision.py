"""What is decided about one mapped field of a pair of records."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from crmsync.core.link import BaseValue
from crmsync.core.mapping import Rule
from crmsync.core.reasons import Reason
from crmsync.core.record import Value


class Action(StrEnum):
    NOTHING = "nothing"
    TO_HUBSPOT = "to_hubspot"
    TO_SALESFORCE = "to_salesforce"
    SEED = "seed"
    """Nothing is written; the field gets its first base."""
    PARK = "park"
    """The value cannot travel until a person mends it; the rest of the record syncs."""
    TELL = "tell"
    """Nothing is written, and history says why."""
    WAIT = "wait"
    """A record that it refers to is not linked yet; nobody needs to mend it."""
    NEEDS_TIMES = "needs_times"
    """Read HubSpot's property history, then merge this field again with `ConflictTimes.fetched`."""


class FieldDecision(NamedTuple):
    """A tuple, since one is made for every field of every record.

    `value` is what to write and `old` what it replaces, both in the normal form of the side that is written.
    `overruled` says that this sets back or outdoes a person's edit on that side.
    `base` is the field's whole base once the decision was carried out: None means that it has none (any more).
    """

    key: str
    action: Action
    rule: Rule
    reason: Reason
    base: BaseValue | None
    value: Value = None
    old: Value = None
    overruled: bool = False
    park_reason: str = ""
    park_fix: str = ""
