"""Expressions: what they may say, and that none can be made to cost time, memory or anything else."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest
from crmsync.core.record import Value
from crmsync.core.transforms.expression import expression
from crmsync.core.transforms.recipe import LONGEST, ExpressionError, Inputs, RecipeError
from hypothesis import given
from hypothesis import strategies as st

FIELDS: dict[str, Value] = {"a": "Ada", "b": "Lovelace", "n": 12.5, "flag": True, "blank": None, "long": "x" * LONGEST}
BUDGET_SECONDS = 2.0


def result(text: str, **fields: Value) -> Any:
    given_fields = {**FIELDS, **fields}
    return expression(text).run(Inputs(given_fields["a"], given_fields))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("value", "Ada"),
        ("join(' ', [a, blank, b])", "Ada Lovelace"),
        ("upper(a)", "ADA"),
        ("lower(a)", "ada"),
        ("trim('  x ')", "x"),
        ("replace(b, 'love', 'x')", "Lovelace"),
        ("replace(b, 'e', '')", "Lovlac"),
        ("substring(b, `0`, `4`)", "Love"),
        ("substring(b, `4`, `99`)", "lace"),
        ("part('x@y@z', '@', `1`)", "x"),
        ("part('x@y@z', '@', `-1`)", "z"),
        ("part('x@y@z', '@', `4`)", None),
        ("part('x@y@z', '@', `0`)", None),
        ("multiply(n, `4`)", 50),
        ("divide(n, `5`)", 2.5),
        ("subtract(n, `2`)", 10.5),
        ("round(n, `0`)", 13),
        ("sum([n, n])", 25),
        ("n > `12` && 'much' || 'little'", "much"),
        ("flag && a || b", "Ada"),
        ("!blank && 'none'", "none"),
        ("not_null(blank, b)", "Lovelace"),
        ("missing", None),
        ("to_number('12')", 12),
        ("to_string(n)", "12.5"),
        ("length(a)", 3),
        ("a == 'Ada'", True),
    ],
)
def test_what_it_makes(text: str, made: Value) -> None:
    assert result(text) == made
    assert type(result(text)) is type(made)


@pytest.mark.parametrize(
    "text",
    [
        "a |",
        "",
        "a..b",
        "[*]",
        "a | b",
        "@",
        "*",
        "{x: a}",
        "a[0]",
        "a[0:2]",
        "[a][?@ == 'x']",
        "[[a, a], [a, a]][]",
        "a.b",
        "sort_by([a], &a)",
        "map(&a, [a])",
        "keys(@)",
        "eval('1')",
        "__import__('os')",
        "a" * 1_001,
        "!" * 900 + "a",
        "(" * 400 + "a" + ")" * 400,
        "upper(" * 100 + "a" + ")" * 100,
        "'" + "x" * 999,
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"^It|^There is no function"):
        expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "join(long, [long, long, long])",
        "join('', [" + ", ".join(["long"] * 60) + "])",
        "replace(long, 'x', long)",
        "replace(replace(a, 'd', long), 'x', long)",
        "upper(join('', [long, 'ß']))",
        "divide(n, `0`)",
        "multiply(`1e308`, `1e308`)",
        "multiply(" * 30 + "`1e300`" + ", `1e300`)" * 30,
        "upper(n)",
        "upper(blank)",
        "sum([a, n])",
        "join(' ', [a, n])",
        "replace(a, '', 'x')",
        "part(a, '', `1`)",
        "[a, b]",
        "upper(a, b)",
        "upper()",
        "round(`1e308`, `18`)",
        "length(n)",
    ],
)
def test_a_hostile_or_wrong_value_ends_in_an_error_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(RecipeError) as caught:
        result(text)
    assert time.process_time() - started < BUDGET_SECONDS
    assert caught.value.fix
    assert "x" * 20 not in caught.value.reason
    assert "Ada" not in caught.value.reason


def test_the_library_is_loaded_by_those_who_use_it_alone() -> None:
    code = "import sys, crmsync.usecases.sync.sync_batch; sys.exit(any('jmespath' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_there_are_no_regular_expressions() -> None:
    assert result("replace(a, '(a+)+$', 'x')", a="a" * 60_000 + "!") == "a" * 60_000 + "!"


def test_the_longest_expression_on_the_longest_values_is_bounded() -> None:
    started = time.process_time()
    text = "join('', [" + ",".join(["replace(long,'x','')"] * 44) + "])"
    assert result(text) == ""
    assert time.process_time() - started < BUDGET_SECONDS


_ALPHABET = "ab n'`\"()[]{}|&!.,*@<>=:?-0123456789uperjoin"


@given(st.text(_ALPHABET, max_size=60))
def test_any_text_is_refused_or_makes_a_value_or_an_error(text: str) -> None:
    try:
        made = result(text)
    except (ExpressionError, RecipeError):
        return
    assert made is None or isinstance(made, str | bool | int | float)


_JSON_VALUES = st.none() | st.booleans() | st.text(max_size=9) | st.integers() | st.floats(allow_nan=False)


@given(
    st.sampled_from(["join(a, [b, c])", "upper(b)", "a && b || c", "divide(a, b)", "replace(a, b, c)", "round(a, b)"]),
    st.fixed_dictionaries({"a": _JSON_VALUES, "b": _JSON_VALUES, "c": _JSON_VALUES}),
)
def test_whatever_the_values_are_it_makes_a_value_or_an_error(text: str, fields: dict[str, Value]) -> None:
    try:
        made = expression(text).run(Inputs(fields["a"], fields))
    except RecipeError:
        return
    assert made is None or isinstance(made, str | bool | int | float)
