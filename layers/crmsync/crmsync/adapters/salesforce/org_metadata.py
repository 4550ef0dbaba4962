"""Record types, stages, states and currencies, in one composite call of up to five queries.

Records and picklists bear the ApiName of a stage or a state; its MasterLabel is another once somebody has renamed it.

See https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_recordtype.htm
and https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitystage.htm
and https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_resources_picklist_values.htm
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from crmsync.adapters.salesforce.api import Row, SalesforceApi, part_body
from crmsync.adapters.salesforce.soql import Query, org_list, record_types_of
from crmsync.core.exchange import ExchangeRate
from crmsync.core.org_metadata import Currency, OrgMetadata, RecordType, Stage, Status
from crmsync.core.salesforce_id import to_18

_PURPOSE = "org_metadata"
_BAD_REQUEST = 400
_UNKNOWN_OBJECT = "INVALID_TYPE"

_NAMES = ("ApiName", "MasterLabel")
_STATUS_FIELDS = (*_NAMES, "IsClosed", "IsDefault")
_LISTS = {
    "Opportunity": org_list(
        "OpportunityStage", (*_NAMES, "IsClosed", "IsWon", "DefaultProbability", "IsActive"), "SortOrder"
    ),
    "Case": org_list("CaseStatus", _STATUS_FIELDS, "SortOrder"),
    "Task": org_list("TaskStatus", _STATUS_FIELDS, "SortOrder"),
}
_CURRENCIES = org_list(
    "CurrencyType", ("IsoCode", "ConversionRate", "DecimalPlaces", "IsActive", "IsCorporate"), "IsoCode"
)
_DATED_RATES = org_list("DatedConversionRate", ("IsoCode", "ConversionRate", "StartDate", "NextStartDate"), "StartDate")
_RECORD_TYPE = "RecordType"
_CURRENCY = "CurrencyType"


def read_org_metadata(api: SalesforceApi, object_types: Sequence[str]) -> OrgMetadata:
    queries = dict(_queries(object_types))
    parts = api.parts([api.address(query) for query in queries.values()], _PURPOSE)
    found = {name: _rows(part) for name, part in zip(queries, parts, strict=True)}
    return OrgMetadata(
        record_types=tuple(map(_record_type, found[_RECORD_TYPE])),
        stages=tuple(map(_stage, found.get("Opportunity", ()))),
        case_statuses=tuple(map(_status, found.get("Case", ()))),
        task_statuses=tuple(map(_status, found.get("Task", ()))),
        currencies=tuple(map(_currency, found[_CURRENCY])),
    )


def read_dated_rates(api: SalesforceApi) -> list[ExchangeRate]:
    (part,) = api.parts([api.address(_DATED_RATES)], _PURPOSE)
    return [_dated_rate(row) for row in _rows(part)]


def read_offered_values(api: SalesforceApi, object_type: str, record_type_id: str, field: str) -> list[str]:
    where = "/".join(quote(part, safe="") for part in (object_type, "picklist-values", record_type_id, field))
    answer = api.get(f"/ui-api/object-info/{where}", _PURPOSE)
    return [str(one["value"]) for one in answer.get("values") or ()]


def _queries(object_types: Sequence[str]) -> Iterator[tuple[str, Query]]:
    yield _RECORD_TYPE, record_types_of(object_types)
    yield _CURRENCY, _CURRENCIES
    yield from ((name, query) for name, query in _LISTS.items() if name in object_types)


def _rows(part: Mapping[str, Any]) -> Sequence[Row]:
    """An object that the org lacks, such as the currencies of an org with only one, has no rows."""
    body = part.get("body")
    if part["httpStatusCode"] == _BAD_REQUEST and isinstance(body, list) and _is_unknown(body):
        return ()
    return list(part_body(part).get("records") or ())


def _is_unknown(errors: Sequence[Any]) -> bool:
    return any(isinstance(error, Mapping) and error.get("errorCode") == _UNKNOWN_OBJECT for error in errors)


def _record_type(row: Row) -> RecordType:
    record_id, name = to_18(str(row["Id"])), str(row["Name"])
    return RecordType(record_id, str(row["SobjectType"]), str(row["DeveloperName"]), name, bool(row["IsActive"]))


def _stage(row: Row) -> Stage:
    probability = float(row.get("DefaultProbability") or 0)
    return Stage(*_names(row), bool(row["IsClosed"]), bool(row["IsWon"]), probability, bool(row["IsActive"]))


def _status(row: Row) -> Status:
    return Status(*_names(row), bool(row["IsClosed"]), bool(row["IsDefault"]))


def _names(row: Row) -> tuple[str, str]:
    """What records bear, and what people read."""
    label = str(row["MasterLabel"])
    return str(row.get("ApiName") or label), label


def _currency(row: Row) -> Currency:
    return Currency(
        code=str(row["IsoCode"]),
        rate=float(row["ConversionRate"]),
        decimals=int(row["DecimalPlaces"]),
        is_active=bool(row["IsActive"]),
        is_corporate=bool(row["IsCorporate"]),
    )


def _dated_rate(row: Row) -> ExchangeRate:
    """The end of a period is not in it."""
    since, until = str(row.get("StartDate") or ""), str(row.get("NextStartDate") or "")
    return ExchangeRate(str(row["IsoCode"]), float(row["ConversionRate"]), since=since, until=until)
