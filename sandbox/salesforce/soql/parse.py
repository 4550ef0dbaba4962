"""From a query's skeleton to its parsed form."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.soql import ast
from sandbox.salesforce.soql.literals import Value

LONGEST_QUERY = 100_000


@cache
def _parser() -> Lark:
    grammar = (FilePath(__file__).parent / "grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual")


@lru_cache(maxsize=4096)
def parse(skeleton: str) -> ast.Select:
    """Raises MALFORMED_QUERY."""
    if len(skeleton) > LONGEST_QUERY:
        raise refuse_request("MALFORMED_QUERY", f"SOQL statements cannot be longer than {LONGEST_QUERY} characters.")
    try:
        tree = _parser().parse(skeleton)
    except UnexpectedInput as error:
        raise _malformed(error, skeleton) from error
    select: ast.Select = _ToAst().transform(tree)
    return select


def _malformed(error: UnexpectedInput, skeleton: str) -> SalesforceError:
    token = "<EOF>"
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        token = str(error.token)
    elif isinstance(error, UnexpectedCharacters) and error.pos_in_stream is not None:
        token = skeleton[error.pos_in_stream : error.pos_in_stream + 10].split(" ", 1)[0]
    return refuse_request("MALFORMED_QUERY", f"unexpected token: '{token}'")


@v_args(inline=True)
class _ToAst(Transformer[Token, Any]):
    """One method for each rule and terminal of the grammar."""

    def start(self, query: ast.Select) -> ast.Select:
        return query

    def query(self, items: tuple[ast.Item, ...], source: Token, *clauses: dict[str, Any]) -> ast.Select:
        given = {name: value for clause in clauses for name, value in clause.items()}
        return ast.Select(items, str(source), **given)

    def items(self, *items: ast.Item) -> tuple[ast.Item, ...]:
        return items

    def column(self, path: ast.Path) -> ast.Column:
        return ast.Column(path)

    def call(self, name: Token, *rest: Any) -> ast.Call:  # noqa: ANN401 - a path, an alias, or neither
        path = next((one for one in rest if isinstance(one, tuple)), ())
        alias = next((str(one) for one in rest if isinstance(one, str)), "")
        return ast.Call(name.upper(), path, alias)

    def children(self, select: ast.Select) -> ast.Children:
        return ast.Children(select)

    def path(self, *names: Token) -> ast.Path:
        return tuple(str(name) for name in names)

    def where(self, condition: ast.Condition) -> dict[str, Any]:
        return {"where": condition}

    def both(self, *terms: ast.Condition) -> ast.Both:
        return ast.Both(terms)

    def either(self, *terms: ast.Condition) -> ast.Either:
        return ast.Either(terms)

    def negated(self, term: ast.Condition) -> ast.Negated:
        return ast.Negated(term)

    def comparison(self, path: ast.Path, operator: Token, operand: ast.Operand) -> ast.Comparison:
        name = operator.upper()
        return ast.Comparison(path, "!=" if name == "<>" else name, operand)

    def membership(self, path: ast.Path, operator: Token, members: Any) -> ast.Membership:  # noqa: ANN401
        return ast.Membership(path, " ".join(operator.upper().split()), members)

    multiple = membership

    def values(self, *values: ast.Operand) -> tuple[ast.Operand, ...]:
        return values

    def group(self, *paths: ast.Path) -> dict[str, Any]:
        return {"group_by": paths}

    def order(self, *sorts: ast.Sort) -> dict[str, Any]:
        return {"order_by": sorts}

    def sort(self, path: ast.Path, *words: Token) -> ast.Sort:
        kinds = {word.type for word in words}
        return ast.Sort(path, "DESC" in kinds, "NULLS_LAST" in kinds)

    def limit(self, number: Value) -> dict[str, Any]:
        return {"limit": number.value}

    def offset(self, number: Value) -> dict[str, Any]:
        return {"offset": number.value}

    def PARAMETER(self, token: Token) -> ast.Slot:  # noqa: N802 - named after the terminal
        return ast.Slot(int(token[1:]))

    def PARAMETER_LIST(self, token: Token) -> ast.Slot:  # noqa: N802
        return ast.Slot(int(token[1:-1]))

    def NUMBER(self, token: Token) -> Value:  # noqa: N802
        return Value("number", float(token) if "." in token else int(token))

    def TRUE(self, _: Token) -> Value:  # noqa: N802
        return Value("flag", True)

    def FALSE(self, _: Token) -> Value:  # noqa: N802
        return Value("flag", False)

    def NULL(self, _: Token) -> Value:  # noqa: N802
        return Value("null", None)

    def DATE_NAME(self, token: Token) -> ast.DateName:  # noqa: N802
        name, _, count = token.upper().partition(":")
        return ast.DateName(name, int(count or 0))
