"""Associating records with all that follows from it: webhooks of both sides and calculated properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.hubspot.associations.calculated import recalculate
from sandbox.hubspot.associations.graph import End, Step
from sandbox.hubspot.associations.types import HUBSPOT, AssociationType, TypeKey
from sandbox.hubspot.author import Author
from sandbox.hubspot.errors import NotFoundError, ValidationError
from sandbox.hubspot.objects.record import Change

if TYPE_CHECKING:
    from sandbox.hubspot.portal import Portal


def link(portal: Portal, author: Author, start: End, end: End, asked: AssociationType) -> None:
    _announce(portal, author, portal.associations.add(start, end, asked))


def link_unlabelled(portal: Portal, author: Author, start: End, end: End) -> None:
    link(portal, author, start, end, portal.associations.types.unlabelled(start[0], end[0]))


def unlink(portal: Portal, author: Author, start: End, end: End) -> None:
    _announce(portal, author, portal.associations.remove(start, end))


def unlabel(portal: Portal, author: Author, start: End, end: End, types: Iterable[AssociationType]) -> None:
    _announce(portal, author, portal.associations.remove_types(start, end, types))


def take_over(portal: Portal, type_id: str, losers: Sequence[int], survivor: int) -> None:
    """A merge: the survivor gets the associations of the records that it absorbed."""
    portal.associations.move(type_id, losers, survivor)
    end = (type_id, survivor)
    for one in (end, *portal.associations.neighbours(end)):
        recalculate(portal, one)


def follow(portal: Portal, change: Change) -> None:
    """A record that goes to the recycle bin, comes back or is erased counts, or does not, for its neighbours."""
    if change.kind not in {"deletion", "restore", "privacyDeletion"}:
        return
    start = (change.object_type_id, change.record.id)
    neighbours = portal.associations.neighbours(start)
    if change.kind == "privacyDeletion":
        for end in neighbours:
            portal.associations.remove(start, end)
    for end in (start, *neighbours):
        recalculate(portal, end)


def live_end(portal: Portal, object_type: str, record_id: object) -> End:
    """Raises 404 for a record that is not there."""
    store = portal.store(object_type)
    record = store.get(str(record_id))
    if record is None or record.archived:
        raise NotFoundError(f"No {store.object_type.singular} with id {record_id} exists")
    return store.object_type.id, record.id


def key_of(kind: Mapping[str, Any]) -> TypeKey:
    """The type that a request names; HubSpot's own where it names no category."""
    return TypeKey(str(kind.get("associationCategory") or HUBSPOT), int(kind["associationTypeId"]))


def wanted_with(portal: Portal, from_type: str, asked: object) -> list[tuple[End, AssociationType]]:
    """The `associations` of a create body as (other end, type). Raises 400 where one is not possible."""
    wanted: list[tuple[End, AssociationType]] = []
    for one in asked if isinstance(asked, list) else ():
        for kind in one.get("types") or ():
            found = portal.associations.types.from_type(from_type, key_of(kind))
            if found is None or portal.store(found.end).get(str(one["to"]["id"])) is None:
                raise ValidationError(f"Association type {key_of(kind).number} to {one['to']['id']} is not valid")
            wanted.append(((found.end, int(one["to"]["id"])), found))
    return wanted


def _announce(portal: Portal, author: Author, steps: Sequence[Step]) -> None:
    for step in steps:
        for near, far in ((step.start, step.end), (step.end, step.start)):
            _announce_to(portal, author, step, near, far)
    for end in dict.fromkeys(end for step in steps for end in (step.start, step.end)):
        recalculate(portal, end)


def _announce_to(portal: Portal, author: Author, step: Step, near: End, far: End) -> None:
    store = portal.store(near[0])
    words = (store.object_type.singular, portal.store(far[0]).object_type.singular)
    details = {
        "associationType": f"{words[0].upper()}_TO_{words[1].upper()}",
        "fromObjectId": near[1],
        "toObjectId": far[1],
        "fromObjectTypeId": near[0],
        "toObjectTypeId": far[0],
        "associationRemoved": step.removed,
        "isPrimaryAssociation": step.is_primary,
    }
    record = store.records.get(near[1])
    if record is None:
        return  # erased for good: nobody is left to be told of
    portal.webhooks.heed(Change("associationChange", near[0], record, author, portal.now_ms(), details=details))
