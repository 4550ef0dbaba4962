"""Lifts quoted texts, dates and lists of texts out of a query.

What is left, the skeleton, is the same for all queries that differ in values only, so that one parse serves them
all; and an `IN` list of hundreds of ids costs the parser one token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.times import parse_date, parse_datetime

_TEXT = r"'(?:[^'\\]|\\.)*'"
_LITERAL = re.compile(
    rf"(?P<list>\(\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*\))"
    rf"|(?P<text>{_TEXT})"
    r"|(?P<datetime>\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)(?!\w))"
    r"|(?P<date>\b\d{4}-\d\d-\d\d\b(?!T))",
    re.DOTALL,
)
_ONE_TEXT = re.compile(_TEXT, re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPES = {
    "n": "\n", "N": "\n", "r": "\r", "R": "\r", "t": "\t", "T": "\t", "b": "\b", "B": "\b", "f": "\f", "F": "\f",
    '"': '"', "'": "'", "\\": "\\",
}  # fmt: skip
_WILDCARDS = {"_", "%"}
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Value:
    """A literal. Texts keep the backslash before an escaped `_` or `%`, which LIKE needs; see `plain`."""

    kind: Literal["text", "datetime", "date", "number", "flag", "null"]
    value: str | int | float | bool | None

    @property
    def plain(self) -> str | int | float | bool | None:
        """The value for every operator but LIKE."""
        if self.kind == "text" and "\\" in str(self.value):
            return re.sub(r"\\([_%\\])", r"\1", str(self.value))
        return self.value


Parameter = Value | tuple[Value, ...]


def lift(soql: str) -> tuple[str, list[Parameter]]:
    """The skeleton and its parameters. Raises MALFORMED_QUERY on an escape that SOQL does not know."""
    parameters: list[Parameter] = []

    def replace(match: re.Match[str]) -> str:
        parameters.append(_read(str(match.lastgroup), match.group()))
        mark = "L" if match.lastgroup == "list" else ""
        return f" ?{len(parameters) - 1}{mark} "

    return _LITERAL.sub(replace, soql), parameters


def _read(kind: str, text: str) -> Parameter:
    if kind == "list":
        return tuple(_text(one) for one in _ONE_TEXT.findall(text))
    if kind == "text":
        return _text(text)
    try:
        return Value("datetime", parse_datetime(text)) if kind == "datetime" else Value("date", parse_date(text))
    except ValueError as error:
        raise refuse_request("MALFORMED_QUERY", f"Invalid {kind}: {text}") from error


def _text(quoted: str) -> Value:
    text = quoted[1:-1]
    if len(text) > LONGEST_TEXT:
        raise refuse_request("MALFORMED_QUERY", f"string literal longer than {LONGEST_TEXT} characters")
    return Value("text", _ESCAPE.sub(_unescape, text) if "\\" in text else text)


def _unescape(match: re.Match[str]) -> str:
    char = match.group(1)
    if len(char) == 5:
        return chr(int(char[1:], 16))
    if char in _WILDCARDS:
        return "\\" + char
    if char == "\\":
        return "\\\\"
    if char not in _ESCAPES:
        message = f"Invalid string literal. Illegal character sequence '\\{char}' in string literal."
        raise refuse_request("MALFORMED_QUERY", message)
    return _ESCAPES[char]
