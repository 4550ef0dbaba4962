"""Describe calls, answered with 304 when nothing changed since the caller's last one."""

from __future__ import annotations

from sandbox.frame.http import Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.schema.describe import describe, describe_global
from sandbox.salesforce.times import http_date, parse_http_date


def all_objects(call: Call) -> Response:
    body = {
        "encoding": "UTF-8",
        "maxBatchSize": 200,
        "sobjects": [describe_global(kind, call.base, is_integration=call.is_integration) for kind in call.org.schema],
    }
    return _unless_unchanged(call, body)


def one_object(call: Call, kind: str) -> Response:
    """The object's entry of the global describe, with its recent items."""
    object_type = call.object_type(kind)
    return json_response(
        200,
        {
            "objectDescribe": describe_global(object_type, call.base, is_integration=call.is_integration),
            "recentItems": [],
        },
    )


def fields(call: Call, kind: str) -> Response:
    object_type = call.object_type(kind)
    body = describe(call.org.schema, object_type, call.base, is_integration=call.is_integration)
    return _unless_unchanged(call, body)


def _unless_unchanged(call: Call, body: dict[str, object]) -> Response:
    changed = call.org.schema.changed_ms // 1000 * 1000
    known = parse_http_date(call.request.headers.get("if-modified-since", ""))
    headers = {"Last-Modified": http_date(changed)}
    return (
        Response(304, headers=headers) if known is not None and known >= changed else json_response(200, body, headers)
    )
