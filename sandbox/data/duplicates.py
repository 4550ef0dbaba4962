"""The same person entered twice: one e-mail in another spelling, other details retyped or left out."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sandbox.data.person import Person


def plus_addressed(email: str) -> str:
    local, _, domain = email.partition("@")
    return f"{local}+crm@{domain}"


def other_case(email: str) -> str:
    local, _, domain = email.partition("@")
    return f"{local.title()}@{domain}"


RESPELLINGS = (str.upper, other_case, plus_addressed, str)


def reentered(person: Person, random: Random) -> Person:
    """The person as a colleague typed them in again. A plus-address is another e-mail to both CRMs."""
    return replace(
        person,
        email=person.email and random.choice(RESPELLINGS)(person.email),
        phone=None if random.random() < 0.5 else person.phone,
        title=None if random.random() < 0.5 else person.title,
        website=None,
    )
