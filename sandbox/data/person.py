"""A person as both CRMs might know them, in neither CRM's words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """None is blank. `number` tells the people of one run apart; a duplicate bears the number of its original."""

    number: int
    last_name: str
    salutation: str | None = None
    first_name: str | None = None
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    company: str | None = None
    website: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
