"""Dirty values as people type and paste them: each kind of dirt takes a person and gives one with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from sandbox.data.person import Person

Dirt = Callable[[Person, Random], Person]

LONG_TITLE = "Head of Regional Partnerships, Customer Success and Everything Else That Nobody Has Taken Yet, "


def padded(person: Person, random: Random) -> Person:
    name = random.choice(("  {}", "{}  ", " {} ", "\t{}")).format(person.last_name)
    return replace(person, last_name=name, email=person.email and f" {person.email} ")


def long_texts(person: Person, random: Random) -> Person:
    """Longer than Salesforce takes (Title 128, Company and Website 255)."""
    slug = "/".join(["campaign"] * random.randint(30, 60))
    return replace(
        person,
        title=LONG_TITLE * random.randint(2, 5),
        website=f"https://www.example.com/{slug}?utm_source=newsletter",
    )


def odd_phone(person: Person, random: Random) -> Person:
    number = person.phone or "+1 415 555 0100"
    shape = random.choice(("{} ext. 204", "tel:{}", "{} / {}", "00{}", "call {} after 5pm", "n/a", "-"))
    return replace(person, phone=shape.format(number, number))


def emoji(person: Person, random: Random) -> Person:
    sign = random.choice(("🚀", "✅", "👩‍💻", "🇧🇷", "❤️"))
    return replace(person, first_name=f"{person.first_name or ''} {sign}".strip(), title=f"{sign} Growth")


def quotes(person: Person, random: Random) -> Person:
    nickname = random.choice(("Bob", "O'Hara", 'Mac; the, "Knife"', "\\n", "Robert'); DROP TABLE"))
    return replace(person, first_name=f'"{nickname}" {person.first_name or ""}'.strip())


def newlines(person: Person, random: Random) -> Person:
    separator = random.choice(("\n", "\r\n"))
    return replace(person, street=f"Building {random.randint(1, 40)}{separator}{person.street or 'Main St 1'}")


def shouting(person: Person, _: Random) -> Person:
    return replace(
        person,
        last_name=person.last_name.upper(),
        first_name=person.first_name and person.first_name.upper(),
        email=person.email and person.email.upper(),
    )


KINDS: tuple[Dirt, ...] = (padded, long_texts, odd_phone, emoji, quotes, newlines, shouting)


def soil(person: Person, random: Random) -> Person:
    """The person with one kind of dirt."""
    return random.choice(KINDS)(person, random)
