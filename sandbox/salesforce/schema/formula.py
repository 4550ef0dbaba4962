"""Formula fields: texts, fields and parents' fields joined by `&`, such as `FirstName & " of " & Account.Name`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sandbox.salesforce.schema.field import Row

_TERM = re.compile(r'\s*(?:"(?P<text>[^"]*)"|(?P<path>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*))\s*(?:&|$)')

Read = Callable[[Row, tuple[str, ...]], object]
"""Reads a path of field names from a record, over its parents."""


class BadFormulaError(ValueError):
    """The text is no formula that the org can compute."""


@lru_cache(maxsize=256)
def terms(formula: str) -> tuple[str | tuple[str, ...], ...]:
    """Texts as strings, field paths as tuples. Raises BadFormulaError."""
    found: list[str | tuple[str, ...]] = []
    place = 0
    while place < len(formula):
        match = _TERM.match(formula, place)
        if match is None:
            raise BadFormulaError(f"formula: cannot read {formula[place:]!r}")
        text = match["text"]
        found.append(tuple(match["path"].split(".")) if text is None else text)
        place = match.end()
    return tuple(found)


def compute(formula: str, row: Row, read: Read) -> str | None:
    """The value for that record; an empty text is null."""
    parts = (term if isinstance(term, str) else read(row, term) for term in terms(formula))
    return "".join("" if part is None else str(part) for part in parts) or None
