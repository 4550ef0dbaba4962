"""A parked row as a flat document: under the record's key, by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.adapters.aws.attributes import Scalar
from crmsync.adapters.aws.json_text import pack, unpack
from crmsync.adapters.aws.preview_codec import pack_preview, unpack_preview
from crmsync.core.change import CallClass
from crmsync.core.parked import Parked
from crmsync.core.record import RecordRef

WAITING = "waiting"


def parked_document(row: Parked) -> dict[str, Scalar]:
    """Without next try the row has no place in the index of due rows."""
    document: dict[str, Scalar] = {
        "pk": row.ref.key,
        "sk": row.part,
        "category": row.category,
        "reason": row.reason,
        "fix": row.fix,
        "parked_at": row.parked_at,
        "attempts": row.attempts,
        "call_class": row.call_class.value,
        "cause": row.cause,
        "fields": pack(row.fields),
    }
    if row.preview is not None:
        document["preview"] = pack_preview(row.preview)
    if row.next_try_at is not None:
        document |= {"due_bucket": WAITING, "next_try_at": row.next_try_at}
    return document


def parked_from(document: Mapping[str, Any]) -> Parked:
    """The inverse of `parked_document`."""
    return Parked(
        ref=RecordRef.parse(document["pk"]),
        part=document["sk"],
        category=document["category"],
        reason=document["reason"],
        fix=document["fix"],
        parked_at=document["parked_at"],
        attempts=document["attempts"],
        next_try_at=document.get("next_try_at"),
        call_class=CallClass(document["call_class"]),
        cause=document["cause"],
        fields=unpack(document["fields"]),
        preview=unpack_preview(document["preview"]) if "preview" in document else None,
    )
