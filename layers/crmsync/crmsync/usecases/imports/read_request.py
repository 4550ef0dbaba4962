"""From a command's arguments to an ImportRequest; what is wrong is named, and nothing was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmsync.core.configuration import PairConfiguration
from crmsync.core.import_kind import CAMPAIGN, CUSTOM_PREFIX, HUBSPOT_CONTACTS, KINDS
from crmsync.core.import_request import ImportRequest
from crmsync.core.instant import datetime_text, read_instant
from crmsync.core.salesforce_id import to_18
from crmsync.core.soql_condition import ConditionError, checked_condition
from crmsync.usecases.admin.admin_error import bad_arguments
from crmsync.usecases.admin.arguments import required_text_of, text_of

RANGES = (("created_after", "created_before"), ("modified_after", "modified_before"))
CAMPAIGN_PREFIX = "701"


def read_request(args: Mapping[str, Any], pairs: Mapping[str, PairConfiguration]) -> ImportRequest:
    """`pairs` are those of the configuration, custom objects too. Raises AdminError `bad_arguments`."""
    kind = required_text_of(args, "kind")
    custom_type = _custom_type(kind, pairs)
    list_id = _list_id(args, kind)
    times = {name: _time(args, name) for names in RANGES for name in names}
    for after, before in RANGES:
        if times[after] and times[before] and times[after] >= times[before]:
            raise bad_arguments(f"{after} must be earlier than {before}")
    campaign_id = _campaign_id(args, kind)
    return ImportRequest(
        kind, where=_where(args), campaign_id=campaign_id, list_id=list_id, custom_type=custom_type, **times
    )


def _custom_type(kind: str, pairs: Mapping[str, PairConfiguration]) -> str:
    """Empty for a kind that every org has."""
    if kind in KINDS:
        return ""
    known = {pair.object_pair.parameter: pair for pair in pairs.values() if pair.object_pair.custom is not None}
    if kind in known:
        return known[kind].salesforce_types[0]
    names = ", ".join((*KINDS, *sorted(known)))
    hint = "" if known or kind.startswith(CUSTOM_PREFIX) else f", or {CUSTOM_PREFIX}NAME of a custom object that syncs"
    raise bad_arguments(f"kind {kind!r} is none of {names}{hint}")


def _list_id(args: Mapping[str, Any], kind: str) -> str:
    list_id = text_of(args, "list_id")
    if kind != HUBSPOT_CONTACTS.name:
        if list_id is not None:
            raise bad_arguments(f"list_id goes with kind {HUBSPOT_CONTACTS.name} only")
        return ""
    for name in ("where", *(name for names in RANGES for name in names)):
        if text_of(args, name) is not None:
            raise bad_arguments(f"{name} goes with imports from Salesforce only: choose HubSpot's contacts by a list")
    if list_id is not None and not list_id.isdecimal():
        raise bad_arguments(f"list_id {list_id!r} is no id of a HubSpot list, which is a number")
    return list_id or ""


def _time(args: Mapping[str, Any], name: str) -> str:
    """A SOQL literal, in whole seconds as Salesforce keeps them."""
    text = text_of(args, name)
    if text is None:
        return ""
    moment = read_instant(text)
    if moment is None:
        raise bad_arguments(f"{name} must be a date or time such as 2026-01-31 or 2026-01-31T12:00:00Z")
    return datetime_text(moment, whole_seconds=True)


def _where(args: Mapping[str, Any]) -> str:
    text = text_of(args, "where")
    try:
        return checked_condition(text) if text is not None else ""
    except ConditionError as error:
        raise bad_arguments(f"where: {error}") from error


def _campaign_id(args: Mapping[str, Any], kind: str) -> str:
    if kind != CAMPAIGN.name:
        if text_of(args, "campaign_id") is not None:
            raise bad_arguments("campaign_id goes with kind campaign only")
        return ""
    text = required_text_of(args, "campaign_id")
    try:
        campaign_id = to_18(text)
    except ValueError:
        raise bad_arguments(f"campaign_id {text!r} is no Salesforce id") from None
    if not campaign_id.startswith(CAMPAIGN_PREFIX):
        raise bad_arguments(f"campaign_id {text} is not the id of a campaign; those begin with {CAMPAIGN_PREFIX}")
    return campaign_id
