"""Reads one parameter's text: JSON without double keys, in the shape of its schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from crmsync.core.parameters.schemas import FAMILIES, schema_of
from crmsync.core.refusal import Refusal

Document = dict[str, Any]
_SHOWN_CHARACTERS = 40


class _UnreadableError(ValueError):
    """JSON that Python would take and no administrator meant."""


def read_document(parameter: str, text: str) -> tuple[Document | None, list[Refusal]]:
    """The document, or None and what is wrong with it."""
    schema = schema_of(parameter)
    if schema is None:
        return None, [_unknown(parameter)]
    try:
        document = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return None, [Refusal(parameter, "", f"This is not JSON: {_why(error)}", "Correct the JSON.")]
    violations = [_Violation.of(error) for error in Draft202012Validator(schema).iter_errors(document)]
    refusals = [refusal for violation in violations for refusal in _explained(parameter, violation)]
    return (None, refusals) if refusals else (document, [])


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901): `/mappings/3/rule`."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known words that look like this one, as a sentence; empty when none does."""
    close = get_close_matches(word, sorted(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def _unknown(parameter: str) -> Refusal:
    names = ", ".join(family.shown for family in FAMILIES)
    close = did_you_mean(parameter, (family.shown for family in FAMILIES))
    return Refusal(parameter, "", "There is no such parameter.", f"Delete or rename it.{close} There are: {names}.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> Document:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _UnreadableError(f"the key {_shown(double)} is there twice")
    return document


def _no_constant(name: str) -> None:
    raise _UnreadableError(f"{name} is no JSON number")


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}, column {error.colno}."
    return f"{error}." if isinstance(error, _UnreadableError) else "it is nested too deeply."


class _Violation(NamedTuple):
    """What of a schema was not kept: the keyword, what it demands, and what is there instead."""

    keyword: str
    expected: Any
    instance: Any
    known_keys: tuple[str, ...]
    path: tuple[str | int, ...]

    @classmethod
    def of(cls, error: Any) -> _Violation:  # noqa: ANN401 - jsonschema's attributes are loosely typed
        known = tuple(error.schema.get("properties", ()))
        return cls(str(error.validator), error.validator_value, error.instance, known, tuple(error.absolute_path))


def _explained(parameter: str, violation: _Violation) -> Iterator[Refusal]:
    place = pointer(violation.path)
    if violation.keyword == "additionalProperties":
        known = violation.known_keys
        for name in sorted(set(violation.instance) - set(known)):
            fix = f"Remove it.{did_you_mean(name, known)} Known keys: {', '.join(known)}."
            yield Refusal(parameter, f"{place}{pointer([name])}", f"The key {_shown(name)} is unknown.", fix)
    elif violation.keyword == "required":
        missing = next(name for name in violation.expected if name not in violation.instance)
        yield Refusal(parameter, place, f"The key {missing} is missing.", "Add it.")
    else:
        yield Refusal(parameter, place, _reason(violation), _fix(violation))


def _reason(violation: _Violation) -> str:
    wrong = "is not of the right type" if violation.keyword == "type" else "is not allowed here"
    return f"{_shown(violation.instance)} {wrong}."


def _fix(violation: _Violation) -> str:
    expected = violation.expected
    match violation.keyword:
        case "type":
            return f"Use {_either(expected if isinstance(expected, list) else [expected])}."
        case "enum":
            close = did_you_mean(str(violation.instance), (str(value) for value in expected if value is not None))
            return f"Use {_either([json.dumps(value) for value in expected])}.{close}"
        case "pattern":
            return f"Use a text that matches {expected}."
        case _:
            return f"Keep to {violation.keyword} {json.dumps(expected)}."


def _either(words: list[str]) -> str:
    return " or ".join(words)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
