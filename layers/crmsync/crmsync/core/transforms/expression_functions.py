"""What an expression may call: JMESPath's own functions of single values, and a few for texts and numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from jmespath.functions import Functions, signature

from crmsync.core.number import Number
from crmsync.core.transforms.recipe import LONGEST, RecipeError, bounded

_SHORTEN = "Shorten the values, or the transform."
_TEXT, _NUMBER = {"types": ["string"]}, {"types": ["number"]}
_Function = TypeVar("_Function", bound=Callable[..., Any])

FUNCTIONS = {
    "abs",
    "ceil",
    "contains",
    "divide",
    "ends_with",
    "floor",
    "join",
    "length",
    "lower",
    "max",
    "min",
    "multiply",
    "not_null",
    "part",
    "replace",
    "round",
    "starts_with",
    "substring",
    "subtract",
    "sum",
    "to_number",
    "to_string",
    "trim",
    "upper",
}


def _takes(*arguments: dict[str, list[str]]) -> Callable[[_Function], _Function]:
    """The library's decorator, with a type."""
    decorator: Callable[[_Function], _Function] = signature(*arguments)
    return decorator


class ExpressionFunctions(Functions):  # type: ignore[misc] # the library has no types
    """The library finds a function by the name of its method. Every text that is made is bounded."""

    @_takes(_TEXT, {"types": ["array"]})
    def _func_join(self, separator: str, parts: list[object]) -> str:
        """Unlike JMESPath's own it leaves blank parts out."""
        texts = [part for part in parts if isinstance(part, str)]
        if len(texts) + parts.count(None) < len(parts):
            raise RecipeError("join takes texts alone", "Use to_string for numbers.")
        return _joined(separator, texts)

    @_takes(_TEXT)
    def _func_upper(self, text: str) -> str:
        return bounded(text.upper())

    @_takes(_TEXT)
    def _func_lower(self, text: str) -> str:
        return bounded(text.lower())

    @_takes(_TEXT)
    def _func_trim(self, text: str) -> str:
        return text.strip()

    @_takes(_TEXT, _TEXT, _TEXT)
    def _func_replace(self, text: str, old: str, new: str) -> str:
        if not old:
            raise RecipeError("replace needs something to look for", "Give it a text.")
        return _joined(new, text.split(old))

    @_takes(_TEXT, _NUMBER, _NUMBER)
    def _func_substring(self, text: str, start: Number, length: Number) -> str:
        """From the character `start`, the first being 0."""
        first = max(0, int(start))
        return text[first : first + max(0, int(length))]

    @_takes(_TEXT, _TEXT, _NUMBER)
    def _func_part(self, text: str, separator: str, number: Number) -> str | None:
        """The piece of that number, 1 the first, -1 the last; null where there is none."""
        if not separator:
            raise RecipeError("part needs a separator", "Give it a text.")
        pieces, place = text.split(separator), int(number)
        index = place - 1 if place > 0 else len(pieces) + place
        return pieces[index].strip() if place and 0 <= index < len(pieces) else None

    @_takes(_NUMBER, _NUMBER)
    def _func_multiply(self, one: Number, other: Number) -> Number:
        return _number(_exact(one) * _exact(other))

    @_takes(_NUMBER, _NUMBER)
    def _func_divide(self, one: Number, other: Number) -> Number:
        return _number(_exact(one) / _exact(other))

    @_takes(_NUMBER, _NUMBER)
    def _func_subtract(self, one: Number, other: Number) -> Number:
        return _number(_exact(one) - _exact(other))

    @_takes(_NUMBER, _NUMBER)
    def _func_round(self, number: Number, decimals: Number) -> Number:
        places = min(max(int(decimals), 0), 18)
        return _number(_exact(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _joined(separator: str, texts: list[str]) -> str:
    """Its length is known before it is made."""
    if sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1) > LONGEST:
        raise RecipeError(f"it makes a text of more than {LONGEST} characters", _SHORTEN)
    return separator.join(texts)


def _exact(number: Number) -> Decimal:
    return Decimal(repr(number))


def _number(exact: Decimal) -> Number:
    return int(exact) if exact == exact.to_integral_value() and abs(exact) < Decimal(10) ** 18 else float(exact)
