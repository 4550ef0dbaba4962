"""Each side's own normal form: two values of one side are the same value iff their normal forms are equal.

| kind | normal form |
|---|---|
| text, phone, url, picklist | trimmed, line ends as LF |
| email | trimmed, lower case |
| number | int, or float when it has decimals |
| boolean | True, False; blank is None in HubSpot and False in Salesforce, which has no blank booleans |
| date | `2026-01-02`, the UTC day |
| datetime | `2026-01-02T03:04:05.678Z`; Salesforce keeps whole seconds |
| multi_picklist | the options sorted, each once, joined by `;` |
| reference | Salesforce ids with 18 characters |
| compound | see `compound`; it is made in normal form |

Blank is None. A value that cannot be read stays as it is, as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crmsync.core.instant import date_text, datetime_text, read_instant
from crmsync.core.mapping import FieldType, Kind
from crmsync.core.number import number_text, read_number
from crmsync.core.record import Side, Value
from crmsync.core.salesforce_id import to_18

_Form = Callable[[object], Value]
_FLAGS = {"true": True, "false": False}


def normalise(value: object, side: Side, field_type: FieldType) -> Value:
    """The normal form of a value as the side's API, event or page gave it. Idempotent; never raises."""
    return _FORMS[side][field_type.kind](value)


def text_of(value: object) -> str:
    """The text of any value: `true`, `12`, `12.5`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    number = read_number(value)
    return str(value) if number is None else number_text(number)


def options_of(text: str) -> list[str]:
    """The options of a multi-select value, sorted, each once."""
    return sorted({option.strip() for option in text.split(";")} - {""})


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = value.strip() if isinstance(value, str) else text_of(value).strip()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text or None


def _email(value: object) -> str | None:
    text = _text(value)
    return text and text.lower()


def _number(value: object) -> Value:
    number = read_number(value)
    return _text(value) if number is None else number


def _boolean(value: object) -> Value:
    if isinstance(value, bool):
        return value
    text = _text(value)
    return text if text is None else _FLAGS.get(text.lower(), text)


def _boolean_never_blank(value: object) -> Value:
    flag = _boolean(value)
    return False if flag is None else flag


def _date(value: object) -> str | None:
    moment = read_instant(value)
    return _text(value) if moment is None else date_text(moment)


def _datetime(value: object) -> str | None:
    moment = read_instant(value)
    return _text(value) if moment is None else datetime_text(moment)


def _datetime_in_seconds(value: object) -> str | None:
    moment = read_instant(value)
    return _text(value) if moment is None else datetime_text(moment, whole_seconds=True)


def _options(value: object) -> str | None:
    text = _text(value)
    return text and (";".join(options_of(text)) or None)


def _reference(value: object) -> str | None:
    text = _text(value)
    try:
        return text and to_18(text)
    except ValueError:
        return text


def _compound(value: object) -> str | None:
    return value if isinstance(value, str) else None


_HUBSPOT: Mapping[Kind, _Form] = {
    Kind.TEXT: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _text,
    Kind.URL: _text,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.PICKLIST: _text,
    Kind.MULTI_PICKLIST: _options,
    Kind.REFERENCE: _text,
    Kind.COMPOUND: _compound,
}
_SALESFORCE: Mapping[Kind, _Form] = {
    **_HUBSPOT,
    Kind.BOOLEAN: _boolean_never_blank,
    Kind.DATETIME: _datetime_in_seconds,
    Kind.REFERENCE: _reference,
}
_FORMS: Mapping[Side, Mapping[Kind, _Form]] = {Side.HUBSPOT: _HUBSPOT, Side.SALESFORCE: _SALESFORCE}
