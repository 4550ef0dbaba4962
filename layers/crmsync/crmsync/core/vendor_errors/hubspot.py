"""HubSpot's errors. See https://developers.hubspot.com/docs/api-reference/error-handling"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from crmsync.core.failure import Consequence, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Value
from crmsync.core.vendor_errors.retry_after import retry_after_of
from crmsync.core.vendor_errors.table import Circumstances, Problem, Row, failure_of

_RETRY = Consequence.RETRY_LATER
_REJECTED = Consequence.REJECTED_RECORD
_MISCONFIGURED = Consequence.BAD_CONFIGURATION
_UNKNOWN = Consequence.OUTCOME_UNKNOWN

MISSING_SCOPES = "MISSING_SCOPES"
OBJECT_NOT_FOUND = "OBJECT_NOT_FOUND"

_NO_SUCH_PROPERTY = "Take the mapping of this property out, or create the property in HubSpot again."
_READ_ONLY = "HubSpot fills this property itself: give its mapping a rule that does not write to HubSpot."

TABLE: tuple[Row, ...] = (
    Row(Consequence.QUOTA_EXHAUSTED, Category.QUOTA, (429,), "DAILY"),
    Row(Consequence.QUOTA_EXHAUSTED, Category.QUOTA, (429,), text="daily limit"),
    Row(_RETRY, Category.UNAVAILABLE, (429,), "SECONDLY", retry_after=1_000),
    Row(_RETRY, Category.UNAVAILABLE, (429,), text="secondly limit", retry_after=1_000),
    Row(_RETRY, Category.UNAVAILABLE, (429,), retry_after=10_000),
    # Locked by a large asynchronous change: HubSpot asks for a pause of at least two seconds.
    Row(_RETRY, Category.UNAVAILABLE, (423,), retry_after=2_000),
    Row(_RETRY, Category.UNAVAILABLE, code="LOCKED", retry_after=2_000),
    # The account moves between data centres; Retry-After says how long, up to a day.
    Row(_RETRY, Category.UNAVAILABLE, (477,), retry_after=600_000),
    Row(
        _MISCONFIGURED,
        Category.CONFIGURATION,
        (401,),
        fix="Put a valid HubSpot access token into crmsync's secret.",
    ),
    Row(
        _MISCONFIGURED,
        Category.PERMISSIONS,
        code=MISSING_SCOPES,
        fix="Grant the app the missing scopes in HubSpot, then put its new token into crmsync's secret.",
    ),
    Row(_MISCONFIGURED, Category.CONFIGURATION, code="BANNED", fix="Ask HubSpot why the app is banned."),
    Row(_REJECTED, Category.PERMISSIONS, (403,)),
    Row(_REJECTED, Category.DUPLICATES, code="CONFLICT"),
    Row(_REJECTED, Category.DUPLICATES, code="OBJECT_ALREADY_EXISTS"),
    Row(_REJECTED, Category.DUPLICATES, code="CONTACT_EXISTS"),
    Row(_REJECTED, Category.DUPLICATES, (409,)),
    Row(_REJECTED, Category.DUPLICATES, text="already exists. existing id"),
    Row(_REJECTED, Category.DUPLICATES, code="CONFLICTING_UNIQUE_VALUE"),
    Row(_REJECTED, Category.ASSOCIATIONS, (414,), text="identities on a profile"),
    # Deleted between the read and the write: the next attempt reads again and finds it gone.
    Row(_RETRY, Category.MERGED, code=OBJECT_NOT_FOUND),
    Row(_REJECTED, Category.MAPPING, code="PROPERTY_DOESNT_EXIST", fix=_NO_SUCH_PROPERTY),
    Row(_REJECTED, Category.MAPPING, code="READ_ONLY_VALUE", fix=_READ_ONLY),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="INVALID_EMAIL", fix="Correct the e-mail address."),
    Row(
        _REJECTED,
        Category.PROPERTY_VALUES,
        code="INVALID_OPTION",
        fix="Add the option to the property in HubSpot, or map the value to an option that exists.",
    ),
    Row(
        _REJECTED,
        Category.PROPERTY_VALUES,
        code="REQUIRED_FIELD",
        fix="Fill the property that HubSpot requires, or make it optional in HubSpot.",
    ),
    Row(_REJECTED, Category.PROPERTY_VALUES, code="VALIDATION_ERROR"),
    Row(_REJECTED, Category.PROPERTY_VALUES, (400, 422)),
    # No record of that id would say OBJECT_NOT_FOUND: this path or this version of it is no more.
    Row(_MISCONFIGURED, Category.CONFIGURATION, (404, 405, 410), fix="Update crmsync: HubSpot retired an API path."),
    Row(_RETRY, Category.UNAVAILABLE, (408, *range(500, 600)), on_write=_UNKNOWN),
    Row(_MISCONFIGURED, Category.CONFIGURATION, range(300, 500)),
    # A 2xx that was not expected, or no status at all.
    Row(_RETRY, Category.UNAVAILABLE, on_write=_UNKNOWN),
)

_EXISTING = re.compile(r"(?:Existing ID:\s*(?=\d)|(?=\d+ already has that value))(\d+)", re.IGNORECASE)
_EMBEDDED = re.compile(r"Property values were not valid:\s*(\[.*\])", re.DOTALL)


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


def classify_item(error: Any, sent: tuple[Value, ...] = ()) -> Failure:  # noqa: ANN401 - as above
    """The failure of one input of a 207 answer. The others were done, this one surely was not."""
    return failure_of(TABLE, problems_of(207, error), Circumstances(sent=sent, existing_id=existing_id_of(error)))


def problems_of(status: int, body: Any) -> list[Problem]:  # noqa: ANN401 - as above
    """The complaints of an error body: its own, or those that it lists."""
    if not isinstance(body, Mapping):
        return [Problem(status)]
    general = _codes(body, "policyName", "category", "error", "subCategory", "errorType")
    message = str(body.get("message", ""))
    listed = [
        Problem(status, (*_codes(error, "code", "error", "subCategory"), *general), _text(error), _fields(error))
        for error in _listed(body, message)
    ]
    return listed or [Problem(status, general, message, _fields(body))]


def _listed(body: Mapping[str, Any], message: str) -> list[Mapping[str, Any]]:
    """The list of single errors; older answers have it as JSON within the message."""
    errors = [error for error in body.get("errors") or () if isinstance(error, Mapping)]
    found = _EMBEDDED.search(message)
    if errors or not found:
        return errors
    try:
        return [error for error in json.loads(found.group(1)) if isinstance(error, Mapping)]
    except ValueError:
        return [{"message": "Property values were not valid"}]


def _codes(body: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    return tuple(str(body[key]) for key in keys if body.get(key))


def _text(error: Mapping[str, Any]) -> str:
    return str(error.get("message", ""))


def _fields(error: Mapping[str, Any]) -> tuple[str, ...]:
    context = error.get("context")
    named = context.get("propertyName", ()) if isinstance(context, Mapping) else ()
    names = [named] if isinstance(named, str) else list(named)
    return tuple(str(name) for name in [*names, error.get("name"), error.get("in")] if name)


def existing_id_of(body: Any) -> str | None:  # noqa: ANN401 - as above
    """The record that already bears the e-mail or another unique value, as the error names it; a hint only."""
    if not isinstance(body, Mapping):
        return None
    profile = body.get("identityProfile")
    if isinstance(profile, Mapping) and profile.get("vid"):
        return str(profile["vid"])
    found = next(_existing_ids(body), None)
    return found.group(1) if found else None


def _existing_ids(body: Mapping[str, Any]) -> Iterator[re.Match[str]]:
    for text in (str(body.get("message", "")), *(_text(error) for error in _listed(body, ""))):
        found = _EXISTING.search(text)
        if found:
            yield found
