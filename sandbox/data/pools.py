"""What people are made of: a few hundred names, places and numbers of each locale, drawn once.

Faker makes about a thousand people a second; combining values that it drew before makes tens of thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from faker import Faker

POOL_SIZE = 150

LOCALES: dict[str, tuple[str, int]] = {
    "en_US": ("United States", 30),
    "de_DE": ("Germany", 14),
    "fr_FR": ("France", 10),
    "en_GB": ("United Kingdom", 10),
    "pt_BR": ("Brazil", 8),
    "ja_JP": ("Japan", 8),
    "es_ES": ("Spain", 6),
    "pl_PL": ("Poland", 6),
    "it_IT": ("Italy", 4),
    "nl_NL": ("Netherlands", 4),
}
"""Country and share of all people, by Faker locale."""

CUMULATIVE_SHARES = tuple(accumulate(share for _, share in LOCALES.values()))

_NOT_DECOMPOSED = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, and in the Latin letters of an e-mail address."""

    written: str
    latin: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The values of one locale. `companies` pairs a name with its domain."""

    country: str
    first_names: tuple[Name, ...]
    last_names: tuple[Name, ...]
    phones: tuple[str, ...]
    titles: tuple[str, ...]
    companies: tuple[tuple[str, str], ...]
    streets: tuple[str, ...]
    cities: tuple[str, ...]
    states: tuple[str, ...]
    postal_codes: tuple[str, ...]


def latin(text: str) -> str:
    """Lower-case ASCII letters and digits of a text: `Łódź GmbH` → `lodzgmbh`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_NOT_DECOMPOSED))
    return re.sub(r"[^a-z0-9]", "", decomposed.lower())


def draw_pools(seed: int) -> tuple[Pool, ...]:
    """The pools of all locales, in the order of `LOCALES`; the same seed draws the same."""
    return tuple(_draw_pool(locale, seed) for locale in LOCALES)


def _draw_pool(locale: str, seed: int) -> Pool:
    faker = Faker(locale)
    faker.seed_instance(f"{locale}/{seed}")
    return Pool(
        country=LOCALES[locale][0],
        first_names=_names(faker, "first"),
        last_names=_names(faker, "last"),
        phones=_draw(faker.phone_number),
        titles=_draw(faker.job),
        companies=_draw(lambda: _company(faker)),
        streets=_draw(faker.street_address),
        cities=_draw(faker.city),
        states=_draw(faker.administrative_unit),
        postal_codes=_draw(faker.postcode),
    )


T = TypeVar("T")


def _draw(provider: Callable[[], T]) -> tuple[T, ...]:
    return tuple(provider() for _ in range(POOL_SIZE))


def _names(faker: Faker, part: str) -> tuple[Name, ...]:
    """Japanese names come with their own Latin spelling; all others are folded."""
    pair: Callable[[], tuple[str, str, str]] | None = getattr(faker, f"{part}_name_pair", None)
    if pair is not None:
        return tuple(Name(written, latin(romanised)) for written, _, romanised in _draw(pair))
    provider: Callable[[], str] = getattr(faker, f"{part}_name")
    return tuple(Name(written, latin(written)) for written in _draw(provider))


def _company(faker: Faker) -> tuple[str, str]:
    """The domain is under the reserved `.example`, so that no real mailbox is ever named."""
    name = faker.company()
    return name, f"{latin(name)[:24] or f'company{faker.random_number(5)}'}.example"
