"""Lists: what one is, who is in it, and who joined it lately."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import BATCH_LIMIT, HubspotApi
from crmsync.adapters.vendor_time import millis_of
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.hubspot_list import HubspotList, Join, JoinPage
from crmsync.core.hubspot_object_types import object_type_of, type_id_of
from crmsync.core.vendor_errors.hubspot import OBJECT_NOT_FOUND, classify_item

JOINS_A_PAGE = 200
"""HubSpot shows 250; a worker's batch is of a hundred, and half a batch would cost the calls of a whole one."""

_NOT_FOUND = 404
_PASSING = {Consequence.RETRY_LATER, Consequence.QUOTA_EXHAUSTED}


def read_list(api: HubspotApi, list_id: str) -> HubspotList | None:
    try:
        found = api.get(api.paths.list(list_id), "list")["list"]
    except CrmError as error:
        if error.failure.status == _NOT_FOUND:
            return None
        raise
    return HubspotList(
        str(found["listId"]),
        str(found["name"]),
        str(found["processingType"]),
        object_type_of(str(found["objectTypeId"])),
        int(found["size"]) if found.get("size") is not None else None,
    )


def read_joins(api: HubspotApi, list_id: str, page: str | None) -> JoinPage:
    """Ascending by time, which is the order of an `after` token and of none."""
    query: dict[str, str | int] = {"limit": JOINS_A_PAGE} if page is None else {"limit": JOINS_A_PAGE, "after": page}
    answer = api.get(f"{api.paths.list_joins(list_id)}?{urlencode(query)}", "list_joins")
    following = (answer.get("paging") or {}).get("next") or {}
    after = following.get("after")
    return JoinPage(
        tuple(Join(str(one["recordId"]), millis_of(one["membershipTimestamp"])) for one in answer.get("results") or ()),
        str(after) if after is not None else None,
    )


def read_membership(api: HubspotApi, object_type: str, ids: Sequence[str], list_id: str) -> dict[str, bool]:
    """Whether each record is in the list; one that HubSpot does not know is not. Raises CrmError when that is open."""
    members = dict.fromkeys(ids, False)
    for batch in batches(list(members), BATCH_LIMIT):
        body = {"inputs": [{"objectTypeId": type_id_of(object_type), "recordId": one} for one in batch]}
        answer = api.read(api.paths.record_memberships(), body, "membership")
        _raise_what_passes(answer)
        members.update({str(found["recordId"]): _is_in(found, list_id) for found in answer.get("results") or ()})
    return {record_id: members[record_id] for record_id in ids}


def _raise_what_passes(answer: Mapping[str, Any]) -> None:
    """A partial answer is no answer: whom HubSpot could not look up just now would be taken for somebody outside."""
    errors = [error for error in answer.get("errors") or () if error.get("category") != OBJECT_NOT_FOUND]
    for failure in map(classify_item, errors):
        if failure.consequence in _PASSING:
            raise CrmError(failure)


def _is_in(found: Mapping[str, Any], list_id: str) -> bool:
    memberships = found.get("recordListMemberships") or found.get("memberships") or ()
    return any(str(membership["listId"]) == list_id for membership in memberships)
