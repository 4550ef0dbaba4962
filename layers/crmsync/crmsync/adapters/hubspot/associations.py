"""Batch reads and writes of associations, one outcome each.

https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from crmsync.adapters.batches import batches, write_all
from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.adapters.hubspot.association_outcomes import of_associations, outcomes
from crmsync.core.association import Associated, Association, AssociationKind
from crmsync.core.failure import Failure, WriteOutcome, Written
from crmsync.core.record import RecordRef
from crmsync.core.vendor_errors.hubspot import OBJECT_NOT_FOUND, classify_item

READ_LIMIT = 1_000
WRITE_LIMIT = 2_000


Found = dict[RecordRef, tuple[Associated, ...] | Failure]
Sending = Callable[[Sequence[Association]], Sequence[WriteOutcome]]


def read_associated(api: HubspotApi, refs: Sequence[RecordRef], to_type: str) -> Found:
    found: Found = dict.fromkeys(refs, ())
    for from_type in dict.fromkeys(ref.object_type for ref in refs):
        of_type = {ref.id: ref for ref in refs if ref.object_type == from_type}
        for batch in batches(list(of_type), READ_LIMIT):
            _read(api, [of_type[one] for one in batch], to_type, found)
    return found


def _read(api: HubspotApi, refs: Sequence[RecordRef], to_type: str, found: Found) -> None:
    """Asks until every record's associations are read to their last page."""
    by_id = {ref.id: ref for ref in refs}
    path = api.paths.associations(refs[0].object_type, to_type, "batch/read")
    asked = [{"id": ref.id} for ref in refs]
    while asked:
        answer = api.read(path, {"inputs": asked}, "associations")
        following = []
        for one in answer.get("results") or ():
            ref = by_id[str(one["from"]["id"])]
            _add(found, ref, one.get("to") or (), to_type)
            after = ((one.get("paging") or {}).get("next") or {}).get("after")
            if after is not None:
                following.append({"id": ref.id, "after": str(after)})
        found.update({by_id[one]: failure for one, failure in _refused(answer) if one in by_id})
        asked = following


def _add(found: Found, ref: RecordRef, ends: Iterable[Mapping[str, Any]], to_type: str) -> None:
    known = found[ref]
    more = tuple(
        Associated(RecordRef(ref.side, to_type, str(end["toObjectId"])), _kinds(end.get("associationTypes") or ()))
        for end in ends
    )
    found[ref] = known if isinstance(known, Failure) else known + more


def _kinds(types: Iterable[Mapping[str, Any]]) -> frozenset[AssociationKind]:
    return frozenset(AssociationKind(int(one["typeId"]), str(one["category"])) for one in types)


def _refused(answer: Mapping[str, Any]) -> Iterable[tuple[str, Failure]]:
    """Ids that could not be read. A record without associations is told as an error too, and is none."""
    for error in answer.get("errors") or ():
        if error.get("category") != OBJECT_NOT_FOUND:
            context = error.get("context") or {}
            for record_id in (*context.get("fromObjectId", ()), *context.get("ids", ())):
                yield str(record_id), classify_item(error)


def associate_all(api: HubspotApi, associations: Sequence[Association]) -> list[WriteOutcome]:
    def send(batch: Sequence[Association]) -> Sequence[WriteOutcome]:
        action = "batch/create" if batch[0].kinds else "batch/associate/default"
        inputs = [_labelled(one) if one.kinds else _bare(one) for one in batch]
        return outcomes(batch, api.write(_path(api, batch, action), inputs, "associate", ()))

    return _write(associations, send)


def dissociate_all(api: HubspotApi, associations: Sequence[Association]) -> list[WriteOutcome]:
    def send(batch: Sequence[Association]) -> Sequence[WriteOutcome]:
        if batch[0].kinds:
            api.remove(_path(api, batch, "batch/labels/archive"), [_labelled(one) for one in batch], "dissociate")
        else:
            api.remove(_path(api, batch, "batch/archive"), [_all_of_it(one) for one in batch], "dissociate")
        return [Written(one.end.id) for one in batch]

    return _write(associations, send)


def _write(associations: Sequence[Association], send: Sending) -> list[WriteOutcome]:
    done = write_all(associations, _calls(associations), send, lambda _one, _name: False)
    return [of_associations(outcome) for outcome in done]


def _calls(associations: Sequence[Association]) -> list[list[int]]:
    """A call takes one pair of object types, with kinds or without."""
    alike: dict[tuple[str, str, bool], list[int]] = {}
    for index, one in enumerate(associations):
        alike.setdefault((one.start.object_type, one.end.object_type, bool(one.kinds)), []).append(index)
    return [list(batch) for indexes in alike.values() for batch in batches(indexes, WRITE_LIMIT)]


def _path(api: HubspotApi, batch: Sequence[Association], action: str) -> str:
    return api.paths.associations(batch[0].start.object_type, batch[0].end.object_type, action)


def _bare(one: Association) -> dict[str, Any]:
    return {"from": {"id": one.start.id}, "to": {"id": one.end.id}}


def _all_of_it(one: Association) -> dict[str, Any]:
    return {"from": {"id": one.start.id}, "to": [{"id": one.end.id}]}


def _labelled(one: Association) -> dict[str, Any]:
    types = [{"associationCategory": kind.category, "associationTypeId": kind.type_id} for kind in one.kinds]
    return {**_bare(one), "types": types}
