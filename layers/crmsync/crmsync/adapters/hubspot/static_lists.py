"""Static lists of contacts. See https://developers.hubspot.com/docs/api-reference/crm-lists-v3/guide"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crmsync.adapters.batches import batches
from crmsync.adapters.hubspot.api import HubspotApi
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.hubspot_object_types import type_id_of

MEMBERS_A_CALL = 100_000
_STATIC = "MANUAL"
_NOT_FOUND = 404


def static_list(api: HubspotApi, name: str) -> str:
    """Names are unique in a portal: a taken one is the list that a worker made before it died."""
    body = {"name": name, "objectTypeId": type_id_of("contact"), "processingType": _STATIC}
    try:
        return _id_in(api.edit("POST", api.paths.lists(), body, "create_list"))
    except CrmError as error:
        if error.failure.consequence is not Consequence.REJECTED_RECORD:
            raise
        return _id_in(api.get(api.paths.list_by_name(name), "find_list"))


def _id_in(answer: Mapping[str, Any]) -> str:
    return str(answer["list"]["listId"])


def list_url(portal_id: str, list_id: str) -> str | None:
    """HubSpot leads from this address on to the data centre where the portal is."""
    return f"https://app.hubspot.com/contacts/{portal_id}/objectLists/{list_id}" if portal_id else None


def add_members(api: HubspotApi, list_id: str, ids: Sequence[str]) -> None:
    try:
        for batch in batches(ids, MEMBERS_A_CALL):
            api.edit("PUT", api.paths.list_additions(list_id), list(batch), "add_to_list")
    except CrmError as error:
        if error.failure.status != _NOT_FOUND:
            raise
        raise CrmError(replace(error.failure, consequence=Consequence.REJECTED_RECORD)) from error
