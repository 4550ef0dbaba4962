"""Pairs of the same person in both CRMs, grown apart as two systems without a sync do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from sandbox.data.people import CLEAN, Mixture, people
from sandbox.data.person import Person

DRIFTING = ("phone", "title", "company", "website", "street", "city", "postal_code", "country")
CHANCE_TO_DIFFER = 0.15


def pairs(count: int, seed: int = 0, mixture: Mixture | None = None) -> Iterator[tuple[Person, Person]]:
    """(as HubSpot knows them, as Salesforce knows them); both have the same e-mail, or none."""
    random = Random(f"drift/{seed}")
    strangers = people(count, seed + 1, CLEAN)
    for person, stranger in zip(people(count, seed, mixture), strangers, strict=True):
        if random.random() < 0.5:
            yield drifted(person, stranger, random), person
        else:
            yield person, drifted(person, stranger, random)


def drifted(person: Person, stranger: Person, random: Random) -> Person:
    """The person with some details lost, some replaced by a stranger's."""
    changes: dict[str, str | None] = {}
    for name in DRIFTING:
        chance = random.random()
        if chance < CHANCE_TO_DIFFER:
            changes[name] = None if chance < CHANCE_TO_DIFFER / 2 else getattr(stranger, name)
    return replace(person, **changes)  # type: ignore[arg-type]
