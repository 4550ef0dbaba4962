"""Long values are compared by hash: a base holds what was seen, not a second copy of long texts."""

from __future__ import annotations

import hashlib

from crmsync.core.record import Value

LONGEST_KEPT_BYTES = 2_048


def shorten(value: Value) -> Value:
    """The value itself, or `sha256:<hex>:<length in bytes>` for a text of over 2,048 UTF-8 bytes; idempotent.

    Compare `shorten(a) == shorten(b)`: equal texts have equal markers.
    """
    if not isinstance(value, str) or 4 * len(value) <= LONGEST_KEPT_BYTES:
        return value
    # JSON can bring lone surrogates, which UTF-8 proper refuses.
    encoded = value.encode("utf-8", "surrogatepass")
    if len(encoded) <= LONGEST_KEPT_BYTES:
        return value
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}:{len(encoded)}"
