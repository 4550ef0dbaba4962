"""Salesforce's errors.

See https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Value
from crmsync.core.salesforce_id import to_18
from crmsync.core.vendor_errors.retry_after import retry_after_of
from crmsync.core.vendor_errors.table import Circumstances, Problem, Row, failure_of

_RETRY = Consequence.RETRY_LATER
_REJECTED = Consequence.REJECTED_RECORD
_MISCONFIGURED = Consequence.BAD_CONFIGURATION
_UNKNOWN = Consequence.OUTCOME_UNKNOWN
_QUOTA = Consequence.QUOTA_EXHAUSTED

_LOGIN = "Check the consumer key, its secret or key file, and the integration user in crmsync's secret."
_ACCESS = "Give the integration user read and edit access to the object and its fields (permission set)."
_AUTOMATION = "Look at the flow or Apex trigger that Salesforce names; the record is tried again soon after its change."
_FIELD = "Give the integration user access to the field, or take its mapping out."
_CIRCLE = "A record would be above itself: take it out of the line of its own parents."
_HELD = "Salesforce keeps a record that others hang on: delete or move those that it names."

TABLE: tuple[Row, ...] = (
    Row(_MISCONFIGURED, Category.CONFIGURATION, (401,), fix=_LOGIN),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="INVALID_SESSION_ID", fix=_LOGIN),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="invalid_grant", fix=_LOGIN),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="invalid_client", fix=_LOGIN),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="invalid_client_id", fix=_LOGIN),
    # The org's limit of calls that run for 20 seconds and more, not the daily one.
    Row(_RETRY, Category.UNAVAILABLE, code="REQUEST_LIMIT_EXCEEDED", text="concurrent", retry_after=5_000),
    Row(
        _QUOTA,
        Category.QUOTA,
        code="REQUEST_LIMIT_EXCEEDED",
        fix="The org's daily API limit is used up; crmsync goes on by itself when calls are free again.",
    ),
    Row(
        _MISCONFIGURED,
        Category.CONFIGURATION,
        code="API_DISABLED_FOR_ORG",
        fix="This Salesforce edition has no API access: enable the API for the org.",
    ),
    Row(
        _MISCONFIGURED,
        Category.PERMISSIONS,
        code="API_CURRENTLY_DISABLED",
        fix="Give the integration user the permission API Enabled.",
    ),
    Row(
        _MISCONFIGURED,
        Category.CONFIGURATION,
        code="UNSUPPORTED_API_VERSION",
        fix="Set a Salesforce API version that the org still offers.",
    ),
    Row(_RETRY, Category.UNAVAILABLE, code="UNABLE_TO_LOCK_ROW", retry_after=2_000),
    # Apex and flows pass a lock or a time limit on in their own words.
    Row(_RETRY, Category.CUSTOM_CODE, text="unable_to_lock_row", retry_after=2_000),
    Row(_RETRY, Category.CUSTOM_CODE, text="apex cpu time limit", fix=_AUTOMATION),
    Row(_REJECTED, Category.CUSTOM_CODE, code="CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", fix=_AUTOMATION),
    Row(_REJECTED, Category.CUSTOM_CODE, code="CANNOT_EXECUTE_FLOW_TRIGGER", fix=_AUTOMATION),
    Row(
        _REJECTED,
        Category.CUSTOM_CODE,
        code="FIELD_CUSTOM_VALIDATION_EXCEPTION",
        fix="Change the record so that it passes the validation rule, or the rule in Salesforce.",
    ),
    Row(_REJECTED, Category.DUPLICATES, code="DUPLICATES_DETECTED"),
    Row(_REJECTED, Category.DUPLICATES, code="DUPLICATE_VALUE"),
    Row(_REJECTED, Category.DUPLICATES, code="DUPLICATE_EXTERNAL_ID"),
    Row(_REJECTED, Category.DUPLICATES, (300,)),
    # Deleted, merged or converted between the read and the write: the next attempt reads again and sees it.
    Row(_RETRY, Category.MERGED, code="ENTITY_IS_DELETED"),
    Row(_RETRY, Category.CONVERTED_LEAD, code="CANNOT_UPDATE_CONVERTED_LEAD"),
    Row(
        _REJECTED,
        Category.PROPERTY_VALUES,
        code="REQUIRED_FIELD_MISSING",
        fix="Fill the field in HubSpot, or set a fallback for it in required_fallbacks.",
    ),
    Row(
        _REJECTED,
        Category.PROPERTY_VALUES,
        code="INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        fix="Add the value to the picklist (and the record type) in Salesforce, or map it to one that is there.",
    ),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="STRING_TOO_LONG", fix="Shorten the value, or lengthen the field."),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="INVALID_EMAIL_ADDRESS", fix="Correct the e-mail address."),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="NUMBER_OUTSIDE_VALID_RANGE"),
    Row(_REJECTED, Category.ASSOCIATIONS, code="FIELD_INTEGRITY_EXCEPTION", text="hierarchy", fix=_CIRCLE),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="FIELD_INTEGRITY_EXCEPTION"),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="FIELD_FILTER_VALIDATION_EXCEPTION"),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="INVALID_TYPE_ON_FIELD_IN_RECORD"),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="JSON_PARSER_ERROR"),
    Row(_REJECTED, Category.MAPPING, (207,), "INVALID_FIELD", fix=_FIELD),
    Row(_MISCONFIGURED, Category.MAPPING, code="INVALID_FIELD", on_write=_REJECTED, fix=_FIELD),
    Row(_REJECTED, Category.PERMISSIONS, code="INVALID_FIELD_FOR_INSERT_UPDATE", fix=_FIELD),
    Row(_MISCONFIGURED, Category.MAPPING, code="INVALID_TYPE", fix=_ACCESS),
    Row(_REJECTED, Category.ASSOCIATIONS, code="INVALID_CROSS_REFERENCE_KEY"),
    Row(_REJECTED, Category.ASSOCIATIONS, code="MALFORMED_ID"),
    Row(_REJECTED, Category.ASSOCIATIONS, code="CIRCULAR_DEPENDENCY", fix=_CIRCLE),
    Row(_REJECTED, Category.ASSOCIATIONS, code="DELETE_FAILED", fix=_HELD),
    Row(_REJECTED, Category.ASSOCIATIONS, code="DEPENDENCY_EXISTS", fix=_HELD),
    Row(_REJECTED, Category.PERMISSIONS, code="INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", fix=_ACCESS),
    Row(_REJECTED, Category.PERMISSIONS, code="INSUFFICIENT_ACCESS_OR_READONLY", fix=_ACCESS),
    Row(_REJECTED, Category.PERMISSIONS, code="INSUFFICIENT_ACCESS", fix=_ACCESS),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="STORAGE_LIMIT_EXCEEDED", fix="Free data storage in the org."),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="LIMIT_EXCEEDED"),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="TXN_SECURITY_METERING_ERROR"),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="MALFORMED_QUERY", fix="Check the SOQL filter in settings."),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="INVALID_QUERY_FILTER_OPERATOR"),
    Row(_RETRY, Category.UNAVAILABLE, code="INVALID_QUERY_LOCATOR"),
    Row(_RETRY, Category.UNAVAILABLE, code="ALL_OR_NONE_OPERATION_ROLLED_BACK"),
    Row(_RETRY, Category.UNAVAILABLE, code="PROCESSING_HALTED"),
    Row(_RETRY, Category.UNAVAILABLE, code="QUERY_TIMEOUT"),
    Row(_RETRY, Category.UNAVAILABLE, code="REQUEST_RUNNING_TOO_LONG", on_write=_UNKNOWN),
    Row(_RETRY, Category.UNAVAILABLE, code="SERVER_UNAVAILABLE", on_write=_UNKNOWN),
    Row(_RETRY, Category.UNAVAILABLE, code="UNKNOWN_EXCEPTION", on_write=_UNKNOWN),
    # Proxies in front of the org answer 406 and 420 in passing.
    Row(_RETRY, Category.UNAVAILABLE, (406, 408, 420, 428, 429, *range(500, 600)), on_write=_UNKNOWN),
    Row(_REJECTED, Category.PERMISSIONS, (403,), fix=_ACCESS),
    Row(_RETRY, Category.MERGED, (404,), "NOT_FOUND"),
    Row(_MISCONFIGURED, Category.CONFIGURATION, (301, 302, 307, 308, 404, 405, 410)),
    Row(_REJECTED, Category.PROPERTY_VALUES, range(400, 500)),
    # An error row within a 200 whose code is not listed: that record was refused.
    Row(_REJECTED, Category.PROPERTY_VALUES, (207,)),
    # A 2xx that was not expected, or no status at all.
    Row(_RETRY, Category.UNAVAILABLE, on_write=_UNKNOWN),
)

_ROW_STATUS = 207
_ID_IN_MESSAGE = re.compile(r"record with id:?\s*([0-9A-Za-z]{15,18})")


def classify(
    status: int,
    body: Any,  # noqa: ANN401 - whatever JSON the server sent
    headers: Mapping[str, str],
    *,
    writes: bool,
    sent: tuple[Value, ...] = (),
) -> Failure:
    """The failure of a whole call; `headers` have lower-case names."""
    about = Circumstances(writes, sent, retry_after_of(headers.get("retry-after")), existing_id_of(body))
    return failure_of(TABLE, problems_of(status, body), about)


def classify_row(errors: Any, sent: tuple[Value, ...] = ()) -> Failure:  # noqa: ANN401 - as above
    """The failure of one record of a collection. The others were done, this one was rolled back."""
    return failure_of(
        TABLE, problems_of(_ROW_STATUS, errors), Circumstances(sent=sent, existing_id=existing_id_of(errors))
    )


def problems_of(status: int, body: Any) -> list[Problem]:  # noqa: ANN401 - as above
    """The complaints of an error body: a list of errors, or OAuth's single object."""
    errors = [error for error in _as_list(body) if isinstance(error, Mapping)]
    return [_problem(status, error) for error in errors] or [Problem(status)]


def _as_list(body: Any) -> Sequence[Any]:  # noqa: ANN401 - as above
    return body if isinstance(body, list) else [body]


def _problem(status: int, error: Mapping[str, Any]) -> Problem:
    codes = tuple(str(error[key]) for key in ("errorCode", "statusCode", "error") if error.get(key))
    message = str(error.get("message") or error.get("error_description") or "")
    return Problem(status, codes, message, tuple(str(name) for name in error.get("fields") or ()))


def existing_id_of(body: Any) -> str | None:  # noqa: ANN401 - as above
    """The record that a duplicate rule or a unique field names; a hint only."""
    for error in _as_list(body):
        if isinstance(error, Mapping):
            found = _matched_id(error) or _id_in(str(error.get("message", "")))
            if found:
                return found
    return None


def _matched_id(error: Mapping[str, Any]) -> str | None:
    """The first match that a duplicate rule lists in its duplicateResult."""
    result = error.get("duplicateResult")
    for match in result.get("matchResults") or () if isinstance(result, Mapping) else ():
        for matched in match.get("matchRecords") or ():
            return str(matched["record"]["Id"])
    return None


def _id_in(message: str) -> str | None:
    found = _ID_IN_MESSAGE.search(message)
    if not found:
        return None
    try:
        return to_18(found.group(1))
    except ValueError:
        return None
