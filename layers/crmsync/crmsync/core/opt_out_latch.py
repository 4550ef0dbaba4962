"""The opt-out of e-mail: a latch. Who opted out on one side is opted out on the other; the sync opts nobody in.

| HubSpot | Salesforce | what is written |
|---|---|---|
| opted out | opted out | nothing |
| not | not | nothing |
| opted out | not | Salesforce's box, also where somebody had unticked it |
| not | opted out | HubSpot is unsubscribed, unless the person subscribed again there since |

Only the person can subscribe again, by a link in an e-mail of HubSpot. That stands in HubSpot; Salesforce's box stays
ticked until somebody unticks it, and then stays so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from crmsync.core.link import BaseValue, Entry
from crmsync.core.mapping import Rule
from crmsync.core.reasons import Reason
from crmsync.core.record import Side, Value

OPT_OUT = "hs_email_optout"
"""The mapping. The property is read-only: HubSpot is written by unsubscribing the person's address."""


class Latched(NamedTuple):
    """The side that is to be opted out, None when no side is; why; and whether that undoes an edit there."""

    target: Side | None
    reason: Reason
    overruled: bool = False


_AGREED = Latched(None, Reason.IN_STEP)

LATCH_TABLE: Mapping[tuple[bool, bool], Latched] = {
    (True, True): _AGREED,
    (False, False): _AGREED,
    (True, False): Latched(Side.SALESFORCE, Reason.OPTED_OUT),
    (False, True): Latched(Side.HUBSPOT, Reason.OPTED_OUT),
}
"""By whether HubSpot and Salesforce show the person as opted out."""


def latch(hubspot: Value, salesforce: Value, base: BaseValue | None) -> Latched:
    """What follows from both values in normal form. A field without base is decided like any other: an opt-out of long
    ago holds too.
    """
    out = LATCH_TABLE[hubspot is True, salesforce is True]
    if base is None:
        return out
    if out.target is Side.SALESFORCE and base.salesforce is True:
        return Latched(Side.SALESFORCE, Reason.OPT_OUT_KEPT, overruled=True)
    if out.target is Side.HUBSPOT and base == BaseValue(hubspot=True, salesforce=True):
        return Latched(None, Reason.SUBSCRIBED_AGAIN)
    return out


def is_unsubscription(entry: Entry) -> bool:
    """Whether HubSpot takes the entry by unsubscribing an address, and not as a property."""
    return entry.side is Side.HUBSPOT and entry.rule == Rule.OPT_OUT_LATCH
