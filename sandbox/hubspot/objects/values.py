"""Checks one value against its property and brings it into HubSpot's stored form (always text)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sandbox.hubspot.objects.schema import Property
from sandbox.hubspot.timestamps import date_of, iso_of, ms_of

DAY_MS = 86_400_000
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
_INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff"


class BadValueError(Exception):
    """The value is refused; `code` is HubSpot's own word for why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text)) and ".." not in text and len(text) <= 254


def text_of(value: Any) -> str:  # noqa: ANN401 - JSON is any value
    """The text that HubSpot makes of a JSON value. Raises BadValueError for objects and lists."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    raise BadValueError("INVALID_JSON_VALUE", "A property value must be a string")


def _string(found: Property, text: str) -> str:
    if len(text) > found.max_length:
        raise BadValueError(
            "INVALID_STRING_LENGTH",
            f"{found.label} has {len(text)} characters, the maximum is {found.max_length}",
        )
    return text


def _email(_: Property, text: str) -> str:
    address = text.strip().lower()
    if not is_email(address):
        raise BadValueError("INVALID_EMAIL", f"Email address {text} is invalid")
    return address


def _emails(found: Property, text: str) -> str:
    return ";".join(dict.fromkeys(_email(found, part) for part in text.split(";") if part.strip()))


def _number(_: Property, text: str) -> str:
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text) is None:
        raise BadValueError("INVALID_INTEGER", f"{text} was not a valid number.")
    return text


def _bool(found: Property, text: str) -> str:
    lowered = text.lower()
    if lowered not in {"true", "false"}:
        raise BadValueError(
            "INVALID_OPTION", f"{text} was not one of the allowed options for {found.name}: [true, false]"
        )
    return lowered


def _option(found: Property, text: str) -> str:
    chosen = [part for part in text.split(";") if part] if found.multiple else [text]
    for part in chosen:
        if part not in found.allowed:
            listed = ", ".join(option.value for option in found.options)
            raise BadValueError("INVALID_OPTION", f"{part} was not one of the allowed options: [{listed}]")
    return ";".join(dict.fromkeys(chosen)) if found.multiple else text


def _milliseconds(found: Property, text: str, code: str) -> int:
    try:
        return ms_of(text)
    except (ValueError, OverflowError) as error:
        raise BadValueError(code, f"{text} was not a valid {found.type}.") from error


def _date(found: Property, text: str) -> str:
    """HubSpot's dates are midnight UTC; any other time of day is refused."""
    moment = _milliseconds(found, text, "INVALID_DATE")
    if moment % DAY_MS:
        raise BadValueError("INVALID_DATE", f"{text} is at {iso_of(moment)}, not at midnight!")
    return date_of(moment)


def _datetime(found: Property, text: str) -> str:
    return iso_of(_milliseconds(found, text, "INVALID_DATE"))


_BY_TYPE: dict[str, Callable[[Property, str], str]] = {
    "string": _string,
    "phone_number": _string,
    "json": _string,
    "number": _number,
    "bool": _bool,
    "enumeration": _option,
    "date": _date,
    "datetime": _datetime,
}
_BY_NAME: dict[str, Callable[[Property, str], str]] = {"email": _email, "hs_additional_emails": _emails}


def stored_form(found: Property, value: Any) -> str:  # noqa: ANN401 - JSON is any value
    """The value as HubSpot keeps it; empty text clears. Raises BadValueError."""
    text = value if type(value) is str else text_of(value)
    if not text:
        return ""
    by_name = _BY_NAME.get(found.name)
    if by_name is not None:
        return by_name(found, text)
    if found.type not in {"string", "phone_number"} and text != text.strip().strip(_INVISIBLE):
        raise BadValueError("LEADING_TRAILING_WHITESPACE", f'"{text}" includes leading or trailing whitespace.')
    if found.external_options:
        return text
    return _BY_TYPE[found.type](found, text)


def appended(found: Property, value: str, before: str) -> str:
    """A multi-select value that starts with `;` adds to what is there."""
    if not found.multiple or not value.startswith(";"):
        return value
    return ";".join(part for part in [before, value.strip(";")] if part)
