"""API Gateway's HTTP API, payload version 2.0: the request as the caller sent it, and answers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from crmsync.core.bad_request import BadRequestError
from crmsync.core.failure import CrmError
from crmsync.ports.telemetry import Telemetry

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """`uri` is the URL that the caller called; header names are in lower case."""

    method: str
    uri: str
    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]


def request_of(event: Mapping[str, Any], public_url: str = "") -> HttpRequest:
    """`public_url` is the route's address as callers know it, without query; empty: on the API's own domain.

    Raises BadRequestError (400) when the body is marked as base64 and is not.
    """
    context = event["requestContext"]
    raw_query = event.get("rawQueryString") or ""
    url = public_url or f"https://{context['domainName']}{event['rawPath']}"
    return HttpRequest(
        method=context["http"]["method"],
        uri=f"{url}?{raw_query}" if raw_query else url,
        body=_body(event),
        headers={name.lower(): value for name, value in event.get("headers", {}).items()},
        query={name: values[-1] for name, values in parse_qs(raw_query).items()},
    )


def _body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequestError(400, "body is not base64", "body", "send the request through the HTTP API") from error


def json_answer(status: int, body: Mapping[str, Any]) -> Answer:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def xml_answer(status: int, body: str) -> Answer:
    return {"statusCode": status, "headers": {"content-type": "text/xml; charset=utf-8"}, "body": body}


def answered(take: Callable[[], Answer], telemetry: Telemetry) -> Answer:
    """The answer of `take`, or of its failure: a BadRequestError's own status, 503 when nothing could be queued
    (both CRMs send again then). A caller learns nothing of our insides; the log does.
    """
    try:
        return take()
    except BadRequestError as error:
        telemetry.note("request refused", status=error.status, place=error.place, reason=error.reason)
        telemetry.count("RequestsRefused", status=str(error.status))
        return json_answer(error.status, error.as_dict())
    except CrmError as error:
        telemetry.note("request not taken", category=error.failure.category, reason=error.failure.message)
        telemetry.count("RequestsNotTaken")
        return json_answer(503, {"error": "not taken", "place": "crmsync", "fix": "send the request again later"})
