"""Salesforce Change Data Capture, as Event Relay (or AppFlow) hands it to EventBridge, turned into changes.

https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crmsync.core.bad_request import BadRequestError
from crmsync.core.campaigns import MEMBER, MEMBERSHIPS, membership, person_of
from crmsync.core.change import Change, ChangeKind
from crmsync.core.custom_names import is_custom
from crmsync.core.delivery import Delivery
from crmsync.core.pairs import MEMBER_ROWS
from crmsync.core.record import Millis, RecordRef, Side, Value
from crmsync.core.salesforce_id import to_18

CAUSE = "salesforce_change_event"
PEOPLE = frozenset({"Contact", "Lead"})

_KINDS = {
    "CREATE": ChangeKind.CREATE,
    "UPDATE": ChangeKind.UPDATE,
    "DELETE": ChangeKind.DELETE,
    "UNDELETE": ChangeKind.UNDELETE,
    "GAP_CREATE": ChangeKind.LOOK,
    "GAP_UPDATE": ChangeKind.LOOK,
    "GAP_DELETE": ChangeKind.LOOK,
    "GAP_UNDELETE": ChangeKind.LOOK,
}
_SYSTEM_FIELDS = frozenset({"LastModifiedDate", "LastModifiedById", "SystemModstamp", "CreatedDate", "CreatedById"})
_ADDRESS_PARTS = ("Street", "City", "State", "PostalCode", "Country")
_ORGANISATION = re.compile(r"/(00D[0-9A-Za-z]{12})(?:[0-9A-Za-z]{3})?(?:/|$)")
_NO_RECORD = "000000000000000AAA"


@dataclass(frozen=True, slots=True)
class _Shown:
    """The fields that an event tells of, with the values that it shows (not of all: large texts come as diffs)."""

    fields: Mapping[str, Millis]
    values: Mapping[str, Value] | None


_NOTHING = _Shown({}, None)


def parse(event: Mapping[str, Any], organization_id: str, now: Millis, synced: Collection[str] = PEOPLE) -> Delivery:
    """The changes of one event, one a record id; none when the object is neither among those `synced` nor a custom one,
    which the worker drops if no pair has it.

    Raises BadRequestError: another organisation, no header.
    """
    _check_source(str(event.get("source", "")), organization_id)
    payload = _payload(event)
    header = payload["ChangeEventHeader"]
    object_type = str(header.get("entityName"))
    is_row = object_type in MEMBER_ROWS and MEMBER_ROWS[object_type][0] in synced
    if object_type not in {*synced, MEMBER} and not is_row and not is_custom(object_type):
        return Delivery((), ignored=1)
    try:
        if is_row:
            return _of_row(payload, header, now)
        if object_type == MEMBER:
            return _of_member(payload, header, now)
        return _delivery(payload, header, object_type, now)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _malformed("detail.payload.ChangeEventHeader", "a record id, time or field list is malformed") from error


def _delivery(payload: Mapping[str, Any], header: Mapping[str, Any], object_type: str, now: Millis) -> Delivery:
    kind = _KINDS.get(str(header["changeType"]))
    ids = [str(record_id) for record_id in header["recordIds"]]
    named = [record_id for record_id in ids if "*" not in record_id and record_id != _NO_RECORD]
    overflow = header["changeType"] == "GAP_OVERFLOW" or len(named) < len(ids)
    needs_poll = (object_type,) if overflow else ()
    if kind is None:
        return Delivery((), ignored=0 if overflow else 1, needs_poll=needs_poll)
    shown = _shown(payload, header)
    kind = ChangeKind.CONVERT if _is_conversion(object_type, shown) else kind
    changes = (_change(object_type, record_id, kind, shown, now) for record_id in named)
    return Delivery(tuple(changes), needs_poll=needs_poll)


def _of_member(payload: Mapping[str, Any], header: Mapping[str, Any], now: Millis) -> Delivery:
    """The person who joined a campaign, or was moved there by a conversion or merge. A removal names nobody: the poll
    finds whom. Of a new status there is nothing to tell.
    """
    shown = _shown(payload, header).values or {}
    person = person_of(shown)
    if person is not None:
        object_type, record_id = person
        campaign = shown.get("CampaignId")
        name = MEMBERSHIPS if campaign is None else membership(to_18(str(campaign)))
        values: Mapping[str, Value] | None = None if campaign is None else {name: True}
        ref, at = RecordRef(Side.SALESFORCE, object_type, to_18(record_id)), int(header["commitTimestamp"])
        return Delivery((Change(ref, ChangeKind.UPDATE, now, CAUSE, fields={name: at}, event_values=values),))
    is_told = header["changeType"] == "UPDATE"
    return Delivery((), needs_poll=() if is_told else (MEMBER,))


def _of_row(payload: Mapping[str, Any], header: Mapping[str, Any], now: Millis) -> Delivery:
    """The record that got a member. A removal names neither: the poll finds it."""
    rows = str(header["entityName"])
    object_type, mapping = MEMBER_ROWS[rows]
    shown = _shown(payload, header).values or {}
    members = mapping.members
    record = shown.get(members.record_field) if members is not None else None
    if members is None or record is None:
        return Delivery((), needs_poll=() if header["changeType"] == "UPDATE" else (rows,))
    name, member = mapping.salesforce[object_type], shown.get(members.member_field)
    ref, at = RecordRef(Side.SALESFORCE, object_type, to_18(str(record))), int(header["commitTimestamp"])
    values = {name: to_18(str(member))} if member is not None else {}
    return Delivery((Change(ref, ChangeKind.UPDATE, now, CAUSE, fields={name: at}, event_values=values),))


def _change(object_type: str, record_id: str, kind: ChangeKind, shown: _Shown, now: Millis) -> Change:
    ref = RecordRef(Side.SALESFORCE, object_type, to_18(record_id))
    return Change(ref, kind, now, CAUSE, fields=shown.fields, event_values=shown.values)


def _check_source(source: str, organization_id: str) -> None:
    """AppFlow's sources name an AWS account and no organisation; there the rule's own bus vouches for it."""
    organisation = _ORGANISATION.search(source)
    if organisation and organisation[1] != organization_id[:15]:
        raise BadRequestError(
            403,
            "event of another Salesforce organisation",
            "source",
            "relay this organisation's events only, or set the organisation id of this stack",
        )


def _payload(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Event Relay puts the event under `detail.payload`, AppFlow under `detail`."""
    detail = event.get("detail")
    payload = detail.get("payload", detail) if isinstance(detail, Mapping) else None
    if not isinstance(payload, Mapping) or not isinstance(payload.get("ChangeEventHeader"), Mapping):
        raise _malformed("detail", "ChangeEventHeader is missing")
    return payload


def _shown(payload: Mapping[str, Any], header: Mapping[str, Any]) -> _Shown:
    """Of an update only the fields in `changedFields` count: the relay shows null for all others."""
    if header["changeType"] not in {"CREATE", "UPDATE"}:
        return _NOTHING
    at = int(header["commitTimestamp"])
    values = dict(_flat_values(payload))
    nulled = {name for field in header.get("nulledFields") or () for name in _flat_names(field, payload)}
    values.update(dict.fromkeys(nulled))
    if header["changeType"] == "UPDATE":
        listed = [name for field in header.get("changedFields") or () for name in _flat_names(field, payload)]
        names = [*listed, *sorted(nulled)]
    else:
        names = [name for name, value in values.items() if value is not None]
    diffs = set(header.get("diffFields") or ())
    fields = {name: at for name in names if name not in _SYSTEM_FIELDS}
    return _Shown(fields, {name: values[name] for name in fields if name in values and name not in diffs})


def _flat_values(payload: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for name, value in payload.items():
        if name == "ChangeEventHeader":
            continue
        if isinstance(value, Mapping):
            yield from ((_part_name(name, part), inner) for part, inner in value.items())
        elif not (value is None and _is_compound(name)):
            yield name, value


def _flat_names(field: str, payload: Mapping[str, Any]) -> Iterator[str]:
    """`Name.LastName` → `LastName`; a compound named as a whole → its parts."""
    compound, _, part = field.partition(".")
    whole = payload.get(compound)
    if part:
        yield _part_name(compound, part)
    elif isinstance(whole, Mapping):
        yield from (_part_name(compound, inner) for inner in whole)
    elif _is_compound(compound):
        yield from (_part_name(compound, inner) for inner in _ADDRESS_PARTS)
    else:
        yield compound


def _part_name(compound: str, part: str) -> str:
    """The field behind a compound's part: `MailingAddress.City` → `MailingCity`, `Site__c.City` → `Site__City__s`."""
    if compound.endswith("__c"):
        return f"{compound.removesuffix('__c')}__{part}__s"
    return compound.removesuffix("Address") + part if _is_compound(compound) else part


def _is_compound(name: str) -> bool:
    return name == "Address" or (name.endswith("Address") and name != "EmailAddress")


def _is_conversion(object_type: str, shown: _Shown) -> bool:
    return object_type == "Lead" and bool((shown.values or {}).get("IsConverted"))


def _malformed(place: str, reason: str) -> BadRequestError:
    return BadRequestError(400, reason, place, "send the event as Salesforce Event Relay or AppFlow does")
