"""Which HubSpot property types may be mapped to which Salesforce field types.

The connector's table, widened where a conversion is safe: text of any sort goes with text of any sort, currency and
percent are numbers, and HubSpot's datetime properties go where its dates go.
"""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.mapping import FieldType, Kind

_TEXTS = frozenset({Kind.TEXT, Kind.EMAIL, Kind.PHONE, Kind.URL})
_DATES = frozenset({Kind.DATE, Kind.DATETIME})

COMPATIBLE: Mapping[Kind, frozenset[Kind]] = {
    Kind.TEXT: _TEXTS,
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
}
"""HubSpot's kind → Salesforce's kinds. A HubSpot user property (reference) cannot be mapped."""


def are_compatible(hubspot: FieldType, salesforce: FieldType) -> bool:
    return salesforce.kind in COMPATIBLE[hubspot.kind]
