"""Whether a record shows an edit that has not crossed yet."""

from __future__ import annotations

from collections.abc import Iterable

from crmsync.core.absent import Absent
from crmsync.core.link import Link
from crmsync.core.long_value import shorten
from crmsync.core.mapped_field import field_type, field_value
from crmsync.core.mapping import FieldMapping, Rule
from crmsync.core.normal_form import normalise
from crmsync.core.owner_directory import OWNER
from crmsync.core.record import Record, Value


def has_unsynced_edit(link: Link, record: Record, mappings: Iterable[FieldMapping]) -> bool:
    """`mappings` are those of the link's Salesforce object. A field without base tells nothing."""
    side, object_type = record.ref.side, link.salesforce.object_type
    for mapping in mappings:
        shown, base = field_value(record.values, mapping, side, object_type), link.base.get(mapping.hubspot)
        if base is None or isinstance(shown, Absent) or _tells_nothing(mapping, base.of(side)):
            continue
        if shorten(normalise(shown, side, field_type(mapping, side, object_type))) != base.of(side):
            return True
    return False


def _tells_nothing(mapping: FieldMapping, base: Value) -> bool:
    """A record that crmsync made got its first owner from Salesforce itself."""
    return mapping.rule is Rule.DONT_SYNC or (mapping.hubspot == OWNER and base is None)
