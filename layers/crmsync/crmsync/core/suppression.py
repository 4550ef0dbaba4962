"""Markers of erased persons: they tell that somebody was erased, and not who."""

from __future__ import annotations

import hashlib
import hmac

from crmsync.core.record import RecordRef


def marker(salt: bytes, text: str) -> str:
    """HMAC-SHA-256 in hex. Without this installation's salt no list of addresses or ids can be matched with it."""
    return hmac.new(salt, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def of_email(email: str) -> str:
    """What is marked of a normal e-mail address."""
    return f"email#{email}"


def of_record(ref: RecordRef) -> str:
    return f"record#{ref.key}"
