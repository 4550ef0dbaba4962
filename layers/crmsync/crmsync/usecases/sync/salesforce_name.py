"""What Salesforce's record is called that is created for a HubSpot record: by it a lost creation is found again."""

from __future__ import annotations

from crmsync.core.absent import ABSENT, Absent
from crmsync.core.configuration import PairConfiguration
from crmsync.core.conversion_error import ConversionError
from crmsync.core.convert import convert
from crmsync.core.mapped_field import field_value, fields_of
from crmsync.core.mapped_writes import keys_by_field
from crmsync.core.normal_form import normalise
from crmsync.core.record import Record, Side


def salesforce_name(record: Record, pair: PairConfiguration, object_type: str) -> str | None:
    """The naming field's value, or the title that is made of the text. None for what has neither."""
    field, title = pair.object_pair.naming[object_type], pair.object_pair.title
    named = written_value(record, pair, object_type, field)
    text = written_value(record, pair, object_type, title.of) if title is not None and named is None else None
    return title.name(text) if title is not None and text is not None else named


def written_value(record: Record, pair: PairConfiguration, object_type: str, field: str) -> str | None:
    """What a creation writes there of HubSpot's values; None when it leaves the field blank."""
    mappings = pair.mapped(object_type)
    key = keys_by_field(mappings, Side.SALESFORCE, object_type).get(field)
    mapping = next((one for one in mappings if one.hubspot == key), None)
    value = ABSENT if mapping is None else field_value(record.values, mapping, Side.HUBSPOT, "")
    if mapping is None or isinstance(value, Absent):
        return None
    try:
        name = convert(normalise(value, Side.HUBSPOT, mapping.hubspot_type), mapping, Side.SALESFORCE, object_type)
    except ConversionError:
        return None  # nor will it be created
    written = fields_of(name, mapping, Side.SALESFORCE, object_type).get(field)
    return str(written) if written else None
