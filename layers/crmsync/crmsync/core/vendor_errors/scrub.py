"""Takes people's values out of vendors' messages: what remains may be stored, logged and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crmsync.core.record import Value

MAX_LENGTH = 300
HIDDEN = "…"
SHORTEST_VALUE = 3

_EMAIL = re.compile(r"[^\s\"'<>(),;:\[\]{}]+@[^\s\"'<>(),;:\[\]{}]+")
_QUOTED = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|“[^”]*”"
    r"|(?<!\w)'(?:[^']|'(?=\w))*'(?!\w)"  # an apostrophe inside a word neither opens nor closes
)
_UNQUOTED_VALUES = (
    # Phrases in which the vendors repeat the value bare; group 1 and 2 stay.
    re.compile(r"()^.*?( was not (?:one of|a valid))", re.DOTALL),
    re.compile(r"(email address ).*?( is invalid)", re.IGNORECASE | re.DOTALL),
    re.compile(r"(data value too large: ).*?( \(max length)", re.DOTALL),
    re.compile(r"(restricted picklist field: ).*?()$", re.DOTALL),
    re.compile(r"(value not of required type: ).*?()$", re.DOTALL),
)


def scrub(message: str, *, sent: Iterable[Value] = (), names: Iterable[str] = ()) -> str:
    """The message without e-mail addresses, quoted values, and any value of `sent`; at most 300 characters.

    Quoted `names` (of fields) stay.
    """
    text = message
    for phrase in _UNQUOTED_VALUES:
        text = phrase.sub(rf"\1{HIDDEN}\2", text)
    text = _EMAIL.sub(HIDDEN, text)
    kept = frozenset(names)
    text = _QUOTED.sub(lambda found: _unless_name(found.group(), kept), text)
    text = _without(text, sent)
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + HIDDEN


def _unless_name(quoted: str, names: frozenset[str]) -> str:
    return quoted if quoted[1:-1] in names else f"{quoted[0]}{HIDDEN}{quoted[-1]}"


def _without(text: str, values: Iterable[Value]) -> str:
    """Whole words only: the value `art` must not eat a part of `start`."""
    texts = {value for value in values if isinstance(value, str) and len(value) >= SHORTEST_VALUE}
    for value in sorted(texts, key=len, reverse=True):
        if value in text:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", HIDDEN, text)
    return text
