"""A dry run's preview as one JSON text."""

from __future__ import annotations

from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.core.preview import PlannedField, Preview, PreviewAction
from crmsync.core.record import RecordRef, Side


def pack_preview(preview: Preview) -> str:
    fields = [[one.side, one.field, one.rule, one.reason, one.overruled] for one in preview.fields]
    refs = [ref.key if ref is not None else None for ref in (preview.hubspot, preview.salesforce)]
    return pack([preview.action, *refs, preview.creates, fields, list(preview.stuck)])


def unpack_preview(text: str) -> Preview:
    """The inverse of `pack_preview`."""
    action, hubspot, salesforce, creates, fields, stuck = unpack(text)
    return Preview(
        action=PreviewAction(action),
        hubspot=RecordRef.parse(hubspot) if hubspot else None,
        salesforce=RecordRef.parse(salesforce) if salesforce else None,
        creates=creates,
        fields=tuple(PlannedField(Side(side), *rest) for side, *rest in fields),
        stuck=tuple(stuck),
    )
