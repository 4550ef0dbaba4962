import base64
import hashlib
import hmac

import pytest
from crmsync.core.bad_request import BadRequestError
from crmsync.core.hubspot_signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, SignedRequest, sign, verify
from hubspot.utils.signature import Signature
from hypothesis import given
from hypothesis import strategies as st

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
URI = "https://crm.example.com/webhooks/hubspot"
NOW = 1_900_000_000_000
BODY = '[{"eventId":1,"name":"Zoë"}]'.encode()


def signed(timestamp: str = str(NOW), uri: str = URI, body: bytes = BODY) -> str:
    text = f"POST{uri}".encode() + body + timestamp.encode()
    return base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).decode()


def check(signature: str | None, timestamp: str | None = str(NOW), uri: str = URI, body: bytes = BODY) -> None:
    verify(SECRET, SignedRequest("POST", uri, body, signature, timestamp), NOW)


def test_a_signed_request_passes() -> None:
    check(signed())


@given(st.text(st.characters(codec="utf-8"), max_size=50), st.integers(0, 299_999))
def test_agrees_with_the_vendors_own_class(text: str, age: int) -> None:
    timestamp = str(NOW - age)
    signature = sign(SECRET, SignedRequest("POST", URI, text.encode(), None, None), timestamp)
    assert signature == Signature.get_signature(
        SECRET, text, "v3", http_uri=URI, http_method="POST", timestamp=timestamp
    )
    check(signature, timestamp, body=text.encode())


@pytest.mark.parametrize("age", [300_000, 0, -300_000])
def test_five_minutes_either_way_are_taken(age: int) -> None:
    check(signed(str(NOW - age)), str(NOW - age))


@pytest.mark.parametrize(
    ("timestamp", "words"),
    [
        (str(NOW - 300_001), "older than five minutes"),
        (str(NOW + 300_001), "more than five minutes ahead"),
        ("", "missing"),
        ("soon", "not a time"),
        ("-1", "not a time"),
        ("١٢٣", "not a time"),
        ("9" * 5000, "not a time"),
        (f" {NOW}", "not a time"),
    ],
)
def test_a_bad_timestamp_is_refused_even_if_signed(timestamp: str, words: str) -> None:
    with pytest.raises(BadRequestError, match=words) as refused:
        check(signed(timestamp), timestamp)
    assert (refused.value.status, refused.value.place) == (401, TIMESTAMP_HEADER)


@pytest.mark.parametrize("signature", [None, "", "forged", "é", signed(body=b"[]"), signed(uri=URI + "?a=1")])
def test_a_signature_of_something_else_is_refused(signature: str | None) -> None:
    with pytest.raises(BadRequestError) as refused:
        check(signature)
    assert (refused.value.status, refused.value.place) == (401, SIGNATURE_HEADER)


def test_only_the_listed_escapes_are_decoded_before_hashing() -> None:
    called = URI + "?next=https%3A%2F%2Fexample.com%2f%20x%26y"
    hashed = URI + "?next=https://example.com/%20x%26y"
    check(signed(uri=hashed), uri=called)
    with pytest.raises(BadRequestError):
        check(signed(uri=called), uri=called)
