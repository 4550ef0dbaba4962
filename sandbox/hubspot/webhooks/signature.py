"""HubSpot's request signatures, https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation"""

from __future__ import annotations

import base64
import hashlib
import hmac

_DECODED_BEFORE_HASHING = {
    "%3A": ":",
    "%2F": "/",
    "%3F": "?",
    "%40": "@",
    "%21": "!",
    "%24": "$",
    "%27": "'",
    "%28": "(",
    "%29": ")",
    "%2A": "*",
    "%2C": ",",
    "%3B": ";",
}


def signed_uri(url: str) -> str:
    """The URL as it goes into the v3 hash: some escapes are decoded first."""
    for escape, character in _DECODED_BEFORE_HASHING.items():
        url = url.replace(escape, character).replace(escape.lower(), character)
    return url


def v1(secret: str, body: bytes) -> str:
    return hashlib.sha256(secret.encode() + body).hexdigest()


def v3(secret: str, method: str, url: str, body: bytes, timestamp_ms: int) -> str:
    source = f"{method}{signed_uri(url)}".encode() + body + str(timestamp_ms).encode()
    return base64.b64encode(hmac.new(secret.encode(), source, hashlib.sha256).digest()).decode()


def headers(secret: str, url: str, body: bytes, timestamp_ms: int) -> dict[str, str]:
    """The headers of a CRM event webhook: version v1, and v3 beside it."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "HubSpot Webhooks",
        "X-HubSpot-Signature": v1(secret, body),
        "X-HubSpot-Signature-Version": "v1",
        "X-HubSpot-Signature-v3": v3(secret, "POST", url, body, timestamp_ms),
        "X-HubSpot-Request-Timestamp": str(timestamp_ms),
    }
