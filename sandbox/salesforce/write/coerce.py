"""A JSON value on its way into a field: read by the field's type, trimmed, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from sandbox.salesforce.errors import Problem, SalesforceError, refuse
from sandbox.salesforce.ids import MalformedIdError, to_18
from sandbox.salesforce.schema.field import Field, Value
from sandbox.salesforce.times import parse_date, parse_datetime

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_JSON_TOKENS: Mapping[type, str] = {
    bool: "VALUE_TRUE",
    int: "VALUE_NUMBER_INT",
    float: "VALUE_NUMBER_FLOAT",
    str: "VALUE_STRING",
    list: "START_ARRAY",
    dict: "START_OBJECT",
}
_FLAGS = {"true": True, "false": False}


class UnreadableValueError(SalesforceError):
    """The value has the wrong JSON type: the platform fails while it still parses the body."""


def _unreadable(field: Field, raw: object) -> UnreadableValueError:
    token = _JSON_TOKENS.get(type(raw), "VALUE")
    message = (
        f"Cannot deserialize instance of {field.type} from {token} value {raw} "
        "or request may be missing a required field"
    )
    return UnreadableValueError(Problem("JSON_PARSER_ERROR", message))


def _text(field: Field, raw: object) -> str | None:
    if not isinstance(raw, str):
        raise _unreadable(field, raw)
    text = raw.strip()
    if len(text) > field.length:
        message = f"{field.label}: data value too large: {text} (max length={field.length})"
        raise refuse("STRING_TOO_LONG", message, field.name)
    return text or None


def _email(field: Field, raw: object) -> str | None:
    text = _text(field, raw)
    if text and not _EMAIL.fullmatch(text):
        raise refuse("INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {text}", field.name)
    return text


def _picklist(field: Field, raw: object) -> str | None:
    text = _text(field, raw)
    if text and field.restricted:
        _check_picklist(field, text, (text,))
    return text


def _multipicklist(field: Field, raw: object) -> str | None:
    text = _text(field, raw)
    if text and field.restricted:
        _check_picklist(field, text, text.split(";"))
    return text


def _check_picklist(field: Field, text: str, chosen: tuple[str, ...] | list[str]) -> None:
    if not set(chosen) <= set(field.values):
        message = f"{field.label}: bad value for restricted picklist field: {text}"
        raise refuse("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, field.name)


def _flag(field: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    flag = _FLAGS.get(raw.lower()) if isinstance(raw, str) else None
    if flag is None:
        raise _unreadable(field, raw)
    return flag


def _number(field: Field, raw: object) -> int | float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise _unreadable(field, raw)
    if isinstance(raw, str) and not raw.strip():
        return None
    try:
        number = Decimal(str(raw)).quantize(Decimal(1).scaleb(-field.scale), ROUND_HALF_UP)
    except InvalidOperation as error:
        raise _unreadable(field, raw) from error
    if abs(number) >= Decimal(10) ** (field.precision - field.scale):
        message = f"{field.label}: value outside of valid range on numeric field: {raw}"
        raise refuse("NUMBER_OUTSIDE_VALID_RANGE", message, field.name)
    return int(number) if field.type == "int" else float(number)


def _date(field: Field, raw: object) -> str | None:
    if not isinstance(raw, str):
        raise _unreadable(field, raw)
    try:
        return parse_date(raw.strip()[:10]) if raw.strip() else None
    except ValueError as error:
        raise _unreadable(field, raw) from error


def _datetime(field: Field, raw: object) -> int | None:
    if not isinstance(raw, str):
        raise _unreadable(field, raw)
    try:
        return parse_datetime(raw.strip()) if raw.strip() else None
    except ValueError as error:
        raise _unreadable(field, raw) from error


def _reference(field: Field, raw: object) -> str | None:
    if not isinstance(raw, str):
        raise _unreadable(field, raw)
    try:
        return to_18(raw.strip()) if raw.strip() else None
    except MalformedIdError as error:
        message = f"{field.label}: id value of incorrect type: {raw}"
        raise refuse("MALFORMED_ID", message, field.name) from error


_READERS: Mapping[str, Callable[[Field, object], Value]] = {
    "string": _text,
    "combobox": _text,
    "textarea": _text,
    "url": _text,
    "phone": _text,
    "email": _email,
    "picklist": _picklist,
    "multipicklist": _multipicklist,
    "boolean": _flag,
    "int": _number,
    "double": _number,
    "currency": _number,
    "percent": _number,
    "date": _date,
    "datetime": _datetime,
    "reference": _reference,
    "id": _reference,
}


def coerce(field: Field, raw: object) -> Value:
    """The value to store; blank text is null. Raises SalesforceError for the row."""
    if raw is None and field.type != "boolean":
        return None
    return _READERS[field.type](field, raw)
