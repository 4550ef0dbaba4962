"""Salesforce record ids: the 15-character form is case-sensitive, the 18-character form has a checksum."""

from __future__ import annotations

import re

_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?\Z")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def to_18(record_id: str) -> str:
    """The 18-character form of a 15- or 18-character id. Raises ValueError for anything else."""
    if not _ID.match(record_id):
        raise ValueError("not a Salesforce id")
    body = record_id[:15]
    return body + "".join(_checksum(body[start : start + 5]) for start in (0, 5, 10))


def _checksum(chunk: str) -> str:
    """One letter for which of five characters are capitals, the first in the lowest bit."""
    return _ALPHABET[sum(1 << place for place, letter in enumerate(chunk) if letter.isupper())]
