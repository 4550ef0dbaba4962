"""Markers of erased persons: they tell that somebody was erased, and not who."""

from __future__ import annotations

import hashlib
import hmac


def marker(salt: bytes, key: str) -> str:
    """HMAC-SHA-256 in hex. Without this installation's salt no list of addresses or ids can be matched with it."""
    return hmac.new(salt, key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
