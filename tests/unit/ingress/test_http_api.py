import base64
from typing import Any

import pytest
from crmsync.adapters.http_api import request_of
from crmsync.core.bad_request import BadRequestError


def event(**changed: Any) -> dict[str, Any]:
    return {
        "rawPath": "/webhooks/salesforce",
        "rawQueryString": "",
        "headers": {"Content-Type": "text/xml", "X-One": "1"},
        "requestContext": {"domainName": "abc.execute-api.example.com", "http": {"method": "POST"}},
        "body": "<x/>",
        "isBase64Encoded": False,
        **changed,
    }


def test_the_request_as_it_was_sent() -> None:
    request = request_of(event(rawQueryString="a=1&secret=x%2Fy&a=2"))
    assert request.uri == "https://abc.execute-api.example.com/webhooks/salesforce?a=1&secret=x%2Fy&a=2"
    assert (request.method, request.body) == ("POST", b"<x/>")
    assert request.headers["x-one"] == "1"
    assert request.query == {"a": "2", "secret": "x/y"}


def test_the_public_address_takes_the_place_of_the_apis_own() -> None:
    request = request_of(event(rawQueryString="a=1"), "https://crm.example.com/base/webhooks/salesforce")
    assert request.uri == "https://crm.example.com/base/webhooks/salesforce?a=1"


def test_bytes_come_in_base64() -> None:
    body = bytes(range(256))
    assert request_of(event(body=base64.b64encode(body).decode(), isBase64Encoded=True)).body == body


def test_no_body_is_an_empty_one() -> None:
    without = event()
    del without["body"], without["isBase64Encoded"]
    assert request_of(without).body == b""


def test_what_only_claims_to_be_base64_is_refused() -> None:
    with pytest.raises(BadRequestError) as refused:
        request_of(event(body="*", isBase64Encoded=True))
    assert refused.value.status == 400
