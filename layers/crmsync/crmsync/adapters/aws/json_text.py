"""JSON as compact text that any store takes."""

from __future__ import annotations

import json
import zlib
from typing import Any

Json = Any
"""Whatever JSON can hold."""


def pack(value: Json) -> str:
    """Compact JSON. A lone surrogate, which JSON may bring and UTF-8 refuses, stays escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def unpack(text: str) -> Json:
    return json.loads(text)


def squeeze(value: Json) -> bytes:
    """Compressed JSON, for what is large and seldom read."""
    return zlib.compress(pack(value).encode(), 6)


def unsqueeze(packed: bytes) -> Json:
    return json.loads(zlib.decompress(packed))
