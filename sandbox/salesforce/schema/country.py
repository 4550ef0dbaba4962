"""The countries and states of an org that has picklists for them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sandbox.salesforce.schema.field import Field, field_from


@dataclass(frozen=True, slots=True)
class Country:
    """`states` are names by code; both stand for the text that the API takes (the integration value)."""

    name: str
    states: Mapping[str, str]


def code_fields(fields: Mapping[str, Field], prefix: str, countries: Mapping[str, Country]) -> Iterator[Field]:
    """The picklists beside an address's texts; that of the states depends on that of the countries."""
    nations = {code: country.name for code, country in countries.items()}
    country = _code_field(fields[f"{prefix}Country"], tuple(nations), tuple(nations.values()))
    listed = [
        (code, name, _bit(place)) for place, one in enumerate(countries.values()) for code, name in one.states.items()
    ]
    codes, names, valid_for = zip(*listed, strict=True)
    state = _code_field(fields[f"{prefix}State"], codes, names)
    yield country
    yield replace(state, valid_for=valid_for, controller=country.name)


def _code_field(field: Field, codes: tuple[str, ...], names: tuple[str, ...]) -> Field:
    description = {"name": f"{field.name}Code", "type": "picklist", "label": f"{field.label} Code", "length": 10}
    return replace(field_from(description), values=codes, labels=names, restricted=True)


def _bit(place: int) -> str:
    return b64encode(bytes(place // 8) + bytes([0x80 >> place % 8])).decode()
