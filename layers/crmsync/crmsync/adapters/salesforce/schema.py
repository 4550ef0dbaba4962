"""Salesforce's object descriptions as field types.

See https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crmsync.adapters.batches import batches
from crmsync.adapters.salesforce.api import SUBREQUESTS_PER_CALL, SalesforceApi
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.parked import Category

_KINDS = {
    "boolean": Kind.BOOLEAN,
    "combobox": Kind.TEXT,
    "currency": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "double": Kind.NUMBER,
    "email": Kind.EMAIL,
    "id": Kind.TEXT,
    "int": Kind.NUMBER,
    "long": Kind.NUMBER,
    "multipicklist": Kind.MULTI_PICKLIST,
    "percent": Kind.NUMBER,
    "phone": Kind.PHONE,
    "picklist": Kind.PICKLIST,
    "reference": Kind.REFERENCE,
    "url": Kind.URL,
}
_COMPOUND = frozenset({"address", "location", "complexvalue", "anyType"})
_WITH_SCALE = frozenset({"currency", "double", "percent"})
_CODE = "Code"
_CODES = ("StateCode", "CountryCode")
_WHOLE = frozenset({"int", "long"})


def describe(api: SalesforceApi, object_types: Sequence[str]) -> dict[str, dict[str, FieldType]]:
    """By object type and field; up to 25 objects in one call. An object that is not there is a misconfiguration."""
    described: dict[str, dict[str, FieldType]] = {}
    for batch in batches(list(object_types), SUBREQUESTS_PER_CALL):
        resources = [f"/sobjects/{quote(object_type, safe='')}/describe" for object_type in batch]
        for object_type, answer in zip(batch, _answers(api, resources), strict=True):
            described[object_type] = field_types(answer)
    return described


def _answers(api: SalesforceApi, resources: Sequence[str]) -> list[Mapping[str, Any]]:
    try:
        return api.composite(resources, "schema")
    except CrmError as error:
        if error.failure.status != 404:
            raise
        failure = replace(error.failure, consequence=Consequence.BAD_CONFIGURATION, category=Category.PERMISSIONS)
        raise CrmError(failure) from error


def field_types(answer: Mapping[str, Any]) -> dict[str, FieldType]:
    """By field name. Compound fields (addresses, names) are read and written by their parts."""
    fields = [found for found in answer.get("fields") or () if found.get("type") not in _COMPOUND]
    types = {str(found["name"]): field_type(found) for found in fields}
    return {**types, **dict(_states_and_countries(fields, types))}


def _states_and_countries(
    fields: Sequence[Mapping[str, Any]], types: Mapping[str, FieldType]
) -> Iterator[tuple[str, FieldType]]:
    """Where the org has picklists for them, a text field such as MailingState takes only what its code field's options
    are called.
    https://help.salesforce.com/s/articleView?id=xcloud.admin_state_country_picklists_field_syncing.htm
    """
    by_name = {str(found["name"]): found for found in fields}
    for found in fields:
        name, code = str(found["name"]).removesuffix(_CODE), str(found["name"])
        if code.endswith(_CODES) and found.get("type") == "picklist" and name in types:
            countries = _labels(by_name.get(str(found.get("controllerName")), {}))
            listed = [one for one in found.get("picklistValues") or () if one.get("active", True)]
            codes = tuple((str(one["value"]), _label(one), *_valid_for(one, countries)) for one in listed)
            names = tuple(dict.fromkeys(option for _, option, *_ in codes))
            yield name, replace(types[name], kind=Kind.PICKLIST, options=names, codes=codes)


def _labels(found: Mapping[str, Any]) -> list[str]:
    return [_label(one) for one in found.get("picklistValues") or ()]


def _label(option: Mapping[str, Any]) -> str:
    return str(option.get("label") or option["value"])


def _valid_for(option: Mapping[str, Any], controlling: Sequence[str]) -> Iterator[str]:
    """The controlling options: `validFor` has a bit for each, the first one highest, in base64."""
    bits = b64decode(option.get("validFor") or "")
    for place, label in enumerate(controlling[: 8 * len(bits)]):
        if bits[place // 8] & (0x80 >> place % 8):
            yield label


def field_type(found: Mapping[str, Any]) -> FieldType:
    kind = _KINDS.get(str(found.get("type")), Kind.TEXT)
    return FieldType(
        kind=kind,
        max_length=int(found.get("length") or 0),
        options=_options(found),
        scale=_scale(found),
        writable=bool(found.get("updateable")),
        multi_line=found.get("type") == "textarea",
    )


def _options(found: Mapping[str, Any]) -> tuple[str, ...]:
    """A picklist that is not restricted takes any value."""
    if not found.get("restrictedPicklist"):
        return ()
    return tuple(str(one["value"]) for one in found.get("picklistValues") or () if one.get("active", True))


def _scale(found: Mapping[str, Any]) -> int | None:
    if found.get("type") in _WHOLE:
        return 0
    return int(found.get("scale") or 0) if found.get("type") in _WITH_SCALE else None
