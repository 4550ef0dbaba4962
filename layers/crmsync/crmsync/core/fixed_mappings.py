"""The default mappings whose rule nobody can change, as data: the owner and the opt-out of e-mail."""

from __future__ import annotations

from collections.abc import Mapping

from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.opt_out_latch import OPT_OUT
from crmsync.core.owner_directory import OWNER


def _fixed(
    hubspot: str, salesforce: Mapping[str, str], rule: Rule, hubspot_type: FieldType, kind: Kind
) -> FieldMapping:
    kinds = dict.fromkeys(salesforce, FieldType(kind))
    return FieldMapping(hubspot, salesforce, rule, hubspot_type, kinds, is_default=True)


def owner_of(*object_types: str) -> FieldMapping:
    """The owner of a record of these Salesforce objects."""
    fields = dict.fromkeys(object_types, "OwnerId")
    return _fixed(OWNER, fields, Rule.TWO_WAY, FieldType(Kind.REFERENCE), Kind.REFERENCE)


FIXED_CONTACT_MAPPINGS: tuple[FieldMapping, ...] = (
    owner_of("Lead", "Contact"),
    _fixed(
        OPT_OUT,
        dict.fromkeys(("Lead", "Contact"), "HasOptedOutOfEmail"),
        Rule.OPT_OUT_LATCH,
        FieldType(Kind.BOOLEAN, writable=False),
        Kind.BOOLEAN,
    ),
)

WHY_FIXED: Mapping[str, str] = {
    OWNER: "A record's owner always syncs two ways, so its rule cannot be changed.",
    OPT_OUT: "An opt-out of e-mail holds in both systems by law, so its mapping cannot be changed.",
}
"""By property, for whoever tries to."""
