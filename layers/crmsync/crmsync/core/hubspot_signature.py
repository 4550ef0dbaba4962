"""HubSpot's request signature, version 3: HMAC-SHA256 over method, URI, body and timestamp.

https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from crmsync.core.bad_request import BadRequestError
from crmsync.core.record import Millis

MAX_AGE: Millis = 300_000
MAX_AHEAD: Millis = 300_000
SIGNATURE_HEADER = "X-HubSpot-Signature-v3"
TIMESTAMP_HEADER = "X-HubSpot-Request-Timestamp"

_DECODED_BY_HUBSPOT = re.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """`uri` is the URL that HubSpot called: scheme, host, path and query as sent.

    `signature` and `timestamp` are None when their header is missing.
    """

    method: str
    uri: str
    body: bytes
    signature: str | None
    timestamp: str | None


def verify(secret: str, request: SignedRequest, now: Millis) -> None:
    """Returns when HubSpot signed exactly this request less than five minutes ago.

    Raises BadRequestError (401).
    """
    if not request.signature:
        raise _refused(SIGNATURE_HEADER, "header is missing")
    if not request.timestamp:
        raise _refused(TIMESTAMP_HEADER, "header is missing")
    _check_age(request.timestamp, now)
    given = request.signature.encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(sign(secret, request, request.timestamp).encode(), given):
        raise _refused(SIGNATURE_HEADER, "signature does not fit the request")


def sign(secret: str, request: SignedRequest, timestamp: str) -> str:
    """The signature that HubSpot would send with this request at that time, base64."""
    signed = request.method.encode() + _decoded(request.uri).encode() + request.body + timestamp.encode()
    return base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()


def _decoded(uri: str) -> str:
    """HubSpot decodes these escapes, and no others, before it hashes."""
    return _DECODED_BY_HUBSPOT.sub(lambda escape: chr(int(escape[1], 16)), uri)


def _check_age(timestamp: str, now: Millis) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        raise _refused(TIMESTAMP_HEADER, "header is not a time in milliseconds")
    if int(timestamp) < now - MAX_AGE:
        raise _refused(TIMESTAMP_HEADER, "request is older than five minutes")
    if int(timestamp) > now + MAX_AHEAD:
        raise _refused(TIMESTAMP_HEADER, "request is dated more than five minutes ahead")


def _refused(place: str, reason: str) -> BadRequestError:
    return BadRequestError(
        401,
        reason,
        place,
        "send the request as HubSpot does: v3 signature, current clock, the app's client secret, this exact URL",
    )
