"""Properties that HubSpot works out from a record's associations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.hubspot.associations.graph import End
from sandbox.hubspot.author import HUBSPOT

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal

CONTACT, COMPANY, DEAL, TICKET = "0-1", "0-2", "0-3", "0-5"

Rule = Callable[["Portal", End], str]


def _the_one(to_type: str) -> Rule:
    return lambda portal, end: str(portal.associations.the_one(end, to_type) or "")


def _count(to_type: str) -> Rule:
    return lambda portal, end: str(portal.associations.count(end, to_type))


def _children(portal: Portal, end: End) -> str:
    linked = portal.associations.of(end, COMPANY)
    return str(sum(one.label == "Child Company" for _, types in linked for one in types))


_RULES: dict[str, dict[str, Rule]] = {
    CONTACT: {"associatedcompanyid": _the_one(COMPANY), "num_associated_deals": _count(DEAL)},
    COMPANY: {
        "hs_parent_company_id": _the_one(COMPANY),
        "hs_num_child_companies": _children,
        "num_associated_contacts": _count(CONTACT),
        "num_associated_deals": _count(DEAL),
    },
    DEAL: {"hs_primary_associated_company": _the_one(COMPANY), "num_associated_contacts": _count(CONTACT)},
    TICKET: {"hs_primary_company_id": _the_one(COMPANY), "hs_num_associated_companies": _count(COMPANY)},
}


def recalculate(portal: Portal, end: End) -> None:
    """Sets what changed; like every change it moves the last modified date and makes an event."""
    store = portal.store(end[0])
    record = store.records.get(end[1])
    if record is None or record.archived:
        return
    rules = {name: rule for name, rule in _RULES.get(end[0], {}).items() if store.object_type.live(name)}
    values = {name: rule(portal, end) for name, rule in rules.items()}
    blank = {"", "0"}
    changed = {
        name: value
        for name, value in values.items()
        if record.values.get(name, "") != value and not (value in blank and name not in record.values)
    }
    if changed:
        store.change(record, changed, HUBSPOT, portal.now_ms())
