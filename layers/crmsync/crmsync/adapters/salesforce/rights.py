"""What the integration user may do, by the org's description of its objects to that user.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from crmsync.adapters.salesforce.api import SalesforceApi
from crmsync.core.failure import CrmError
from crmsync.core.permissions import FieldRights, ObjectRights


def read_rights(api: SalesforceApi, object_types: Sequence[str]) -> dict[str, ObjectRights | None]:
    return {name: _of(api, name) for name in object_types}


def _of(api: SalesforceApi, object_type: str) -> ObjectRights | None:
    try:
        return _rights(api.get(f"/sobjects/{quote(object_type, safe='')}/describe", "rights"))
    except CrmError as error:
        if error.failure.status == 404:
            return None
        raise


def _rights(description: Mapping[str, Any]) -> ObjectRights:
    return ObjectRights(
        queryable=bool(description.get("queryable")),
        createable=bool(description.get("createable")),
        updateable=bool(description.get("updateable")),
        deletable=bool(description.get("deletable")),
        fields={
            str(field["name"]): FieldRights(bool(field.get("createable")), bool(field.get("updateable")))
            for field in description.get("fields") or ()
        },
    )
