"""A literal beside a field: is it of the field's type, and what value is compared."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.salesforce.errors import SalesforceError, refuse_request
from sandbox.salesforce.ids import MalformedIdError, to_18
from sandbox.salesforce.schema.field import NUMBER_TYPES, Field
from sandbox.salesforce.soql.ast import Operand, Slot
from sandbox.salesforce.soql.literals import Value
from sandbox.salesforce.soql.scope import Bindings

_ID_TYPES = frozenset({"id", "reference"})
_TYPE_NAMES = {"datetime": "dateTime", "boolean": "boolean", "date": "date", "int": "int"}


def literal_kind(field: Field) -> str:
    """The kind of literal that the field compares with."""
    if field.type in NUMBER_TYPES:
        return "number"
    return {"boolean": "flag", "date": "date", "datetime": "datetime"}.get(field.type, "text")


def comparable(field: Field) -> Callable[[object], object]:
    """Turns a stored value into what comparisons see: text without case, ids as they are."""
    if literal_kind(field) == "text" and field.type not in _ID_TYPES:
        return lambda value: value.lower() if isinstance(value, str) else value
    return lambda value: value


def single(operand: Operand, bindings: Bindings) -> Value:
    """The literal behind an operand that is no date name."""
    value = bindings.parameters[operand.index] if isinstance(operand, Slot) else operand
    if not isinstance(value, Value):
        raise refuse_request("MALFORMED_QUERY", "a single value is needed here, not a list")
    return value


def expected(field: Field, value: Value) -> object:
    """The literal as stored values are compared with it. Raises INVALID_FIELD on the wrong kind of literal."""
    if value.kind == "null":
        return None
    if value.kind != literal_kind(field):
        raise _wrong_kind(field)
    if field.type in _ID_TYPES:
        return _id(field, str(value.plain))
    return comparable(field)(value.plain)


def _id(field: Field, text: str) -> str | None:
    if not text:
        return None
    try:
        return to_18(text)
    except MalformedIdError as error:
        message = f"invalid ID field: {text}"
        raise refuse_request("INVALID_QUERY_FILTER_OPERATOR", f"{field.name}: {message}") from error


def _wrong_kind(field: Field) -> SalesforceError:
    wanted = literal_kind(field)
    name = _TYPE_NAMES.get(field.type, "double" if wanted == "number" else "string")
    quotes = "should be enclosed in quotes" if wanted == "text" else "should not be enclosed in quotes"
    message = f"value of filter criterion for field '{field.name}' must be of type {name} and {quotes}"
    return refuse_request("INVALID_FIELD", message)
