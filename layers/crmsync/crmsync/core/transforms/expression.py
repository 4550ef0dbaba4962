"""An expression in JMESPath (https://jmespath.org), by the library that boto3 uses.

Only what gives one value is taken: no projections, pipes, slices or objects. So each part of an expression is computed
at most once, and none can name anything but the fields it is given: its own length bounds what it costs.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from jmespath import Options
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult, Parser

from crmsync.core.number import read_number
from crmsync.core.record import Value
from crmsync.core.transforms.expression_functions import FUNCTIONS, ExpressionFunctions
from crmsync.core.transforms.recipe import ExpressionError, Inputs, RecipeError, bounded

LONGEST_EXPRESSION = 1_000
DEEPEST = 40
OWN = "value"
"""What an expression calls the mapping's own field."""

_Node = Mapping[str, Any]
_MEND = "Correct the values, or the transform's expression."
_OPTIONS = Options(custom_functions=ExpressionFunctions())
_TAKEN = {
    "field",
    "literal",
    "comparator",
    "and_expression",
    "or_expression",
    "not_expression",
    "function_expression",
    "multi_select_list",
}
_WORDS = {
    "JMESPathTypeError": "a function got a value of another type",
    "ArityError": "a function has too few or too many arguments",
    "VariadictArityError": "a function has too few arguments",
    "IncompleteExpressionError": "it ends too early",
    "EmptyExpressionError": "it is empty",
}
"""The library's own words quote the values."""


@dataclass(frozen=True)
class Expression:
    parsed: ParsedResult
    reads: tuple[str, ...]

    def run(self, given: Inputs) -> Value:
        try:
            return _single(self.parsed.search({**given.fields, OWN: given.own}, _OPTIONS))
        except RecipeError:
            raise
        except JMESPathError as error:
            raise RecipeError(f"the expression does not take these values: {_words(error)}", _MEND) from None
        except (ArithmeticError, ValueError):
            raise RecipeError("the expression has no result for these values", _MEND) from None


@lru_cache(maxsize=256)
def expression(text: str) -> Expression:
    """Raises ExpressionError."""
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(f"It has {len(text)} characters; {LONGEST_EXPRESSION} are the most.")
    try:
        parsed = _parsed(text)
        nodes = list(_nodes(parsed.parsed, 1))
    except JMESPathError as error:
        raise ExpressionError(f"It cannot be read: {_words(error)}.") from None
    except PendingDeprecationWarning:
        raise ExpressionError("It cannot be read: what stands between ` and ` must be JSON.") from None
    except RecursionError:
        raise ExpressionError("It is nested too deeply.") from None
    names = dict.fromkeys(str(node["value"]) for node in nodes if node["type"] == "field")
    return Expression(parsed, tuple(name for name in names if name != OWN))


def _parsed(text: str) -> ParsedResult:
    if max(accumulate((sign in "([{") - (sign in ")]}") for sign in text), default=0) > DEEPEST:
        raise RecursionError
    with warnings.catch_warnings():
        warnings.simplefilter("error", PendingDeprecationWarning)
        return Parser().parse(text)


def _nodes(node: _Node, depth: int) -> Iterator[_Node]:
    if depth > DEEPEST:
        raise RecursionError
    _check(node)
    yield node
    for child in node.get("children", ()):
        yield from _nodes(child, depth + 1)


def _check(node: _Node) -> None:
    if node["type"] not in _TAKEN:
        raise ExpressionError(f"It may have no {node['type'].replace('_', ' ')}: it gives one value of fields.")
    if node["type"] == "function_expression" and node["value"] not in FUNCTIONS:
        raise ExpressionError(f"There is no function {node['value']}. There are: {', '.join(sorted(FUNCTIONS))}.")


def _single(found: object) -> Value:
    if isinstance(found, str):
        return bounded(found)
    if found is None or isinstance(found, bool):
        return found
    number = read_number(found)
    if number is None:
        raise RecipeError("the expression gives a list or a number that is too large, not a value", _MEND)
    return number


def _words(error: JMESPathError) -> str:
    place = getattr(error, "lex_position", getattr(error, "lexer_position", 0))
    return _WORDS.get(type(error).__name__, f"there is an unexpected sign at position {place}")
