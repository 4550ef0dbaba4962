"""What counts as an e-mail address: what both CRMs take, not all that RFC 5321 allows."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\\x00-\x1f]+@(?:[^\s@.,;:<>()\[\]\"\\]+\.)+[^\s@.,;:<>()\[\]\"\\\d]{2,63}")
_MAX_LENGTH = 254


def is_address(text: str) -> bool:
    """Whether the (trimmed, lower-case) text is one address with a top-level domain."""
    return len(text) <= _MAX_LENGTH and ".." not in text and _ADDRESS.fullmatch(text) is not None
