"""API Gateway's HTTP API, payload version 2.0: the request as the caller sent it, and answers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from crmsync.core.bad_request import BadRequestError

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """`uri` is the URL that the caller called; header names are in lower case."""

    method: str
    uri: str
    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]


def request_of(event: Mapping[str, Any], public_base_url: str = "") -> HttpRequest:
    """`public_base_url` is what callers put before the route's path; empty: the API's own domain.

    Raises BadRequestError (400) when the body is marked as base64 and is not.
    """
    context = event["requestContext"]
    raw_query = event.get("rawQueryString") or ""
    base = public_base_url.rstrip("/") or f"https://{context['domainName']}"
    return HttpRequest(
        method=context["http"]["method"],
        uri=base + event["rawPath"] + (f"?{raw_query}" if raw_query else ""),
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


def refusal(error: BadRequestError) -> Answer:
    return json_answer(error.status, error.as_dict())
