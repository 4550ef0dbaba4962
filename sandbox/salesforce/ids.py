"""Salesforce record ids: 15 case-sensitive characters, or the same with a 3-character checksum of the case."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_POD = "gK0"


class MalformedIdError(ValueError):
    """The text has not the shape of a record id."""


def checksum(id15: str) -> str:
    """One character for each five of the id: its bits say which of the five are capitals."""
    return "".join(_CHECK[_capital_bits(id15[start : start + 5])] for start in (0, 5, 10))


def _capital_bits(five: str) -> int:
    return sum(1 << place for place, char in enumerate(five) if "A" <= char <= "Z")


@lru_cache(maxsize=65536)
def to_18(text: str) -> str:
    """The 18-character form of a 15- or 18-character id. Raises MalformedIdError."""
    if len(text) not in {15, 18} or not (text.isascii() and text.isalnum()):
        raise MalformedIdError(text)
    id15 = text if len(text) == 15 else _restore_case(text)
    return id15 + checksum(id15)


def _restore_case(id18: str) -> str:
    bits = [_CHECK.find(char) for char in id18[15:].upper()]
    if min(bits) < 0:
        raise MalformedIdError(id18)
    return "".join(
        char.upper() if bits[place // 5] >> place % 5 & 1 else char.lower() for place, char in enumerate(id18[:15])
    )


def is_id(text: str) -> bool:
    try:
        to_18(text)
    except MalformedIdError:
        return False
    return True


class IdSequence:
    """Gives out 18-character ids, one counter for each key prefix, always in ascending order."""

    def __init__(self) -> None:
        self._counters: Counter[str] = Counter()

    def next(self, key_prefix: str) -> str:
        self._counters[key_prefix] += 1
        return numbered(key_prefix, self._counters[key_prefix])

    def skip(self, key_prefix: str, number: int) -> None:
        """The next id of that prefix is beyond that number."""
        self._counters[key_prefix] = max(self._counters[key_prefix], number)


def numbered(key_prefix: str, number: int) -> str:
    """The id with that number."""
    id15 = f"{key_prefix}{_POD}{_base62(number, 9)}"
    return id15 + checksum(id15)


def _base62(number: int, width: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(width, "0")
