"""Which HubSpot property types may be mapped to which Salesforce field types.

The connector's table, widened where a conversion is safe: single-line text goes with text of any sort and with
references, currency and percent are numbers, and HubSpot's datetime properties go where its dates go. Its multi-line
text goes with Salesforce's multi-line text only.
"""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.mapping import FieldType, Kind

_TEXTS = frozenset({Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL})
_DATES = frozenset({Kind.DATE, Kind.DATETIME})

COMPATIBLE: Mapping[Kind, frozenset[Kind]] = {
    Kind.TEXT: _TEXTS | {Kind.REFERENCE},
    Kind.EMAIL: _TEXTS,
    Kind.PHONE: _TEXTS,
    Kind.URL: _TEXTS,
    Kind.NUMBER: frozenset({Kind.NUMBER}),
    Kind.BOOLEAN: frozenset({Kind.BOOLEAN}),
    Kind.DATE: _DATES,
    Kind.DATETIME: _DATES,
    Kind.PICKLIST: frozenset({Kind.PICKLIST, Kind.REFERENCE}),
    Kind.MULTI_PICKLIST: frozenset({Kind.MULTI_PICKLIST}),
    Kind.REFERENCE: frozenset(),
    Kind.COMPOUND: frozenset(),
}
"""HubSpot's kind → Salesforce's kinds. A HubSpot user property (reference) cannot be mapped."""


def are_compatible(hubspot: FieldType, salesforce: FieldType) -> bool:
    """Salesforce's side of a multi-line text must have several lines, too."""
    if hubspot.is_long:
        return salesforce.kind is Kind.TEXT and salesforce.multi_line
    return salesforce.kind in COMPATIBLE[hubspot.kind]


def partners(hubspot: FieldType) -> str:
    """What goes with it, in words."""
    if hubspot.is_long:
        return "A multi-line property goes with: text area."
    return f"A {hubspot.kind} property goes with: {', '.join(sorted(COMPATIBLE[hubspot.kind]))}."
