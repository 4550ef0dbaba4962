"""Makes people up: any number of them, the same for the same seed, one at a time."""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from sandbox.data.blanks import BLANK_SHARES
from sandbox.data.dirt import soil
from sandbox.data.duplicates import reentered
from sandbox.data.person import Person
from sandbox.data.pools import CUMULATIVE_SHARES, POOL_SIZE, Pool, draw_pools

DUPLICATES_AMONG_LAST = 1_000
SALUTATIONS = ("Mr.", "Ms.", "Mrs.", "Dr.", "Prof.", "Mx.")


@dataclass(frozen=True, slots=True)
class Mixture:
    """Shares of all people: entered twice, with a dirty value. `blanks` turns realistic blanks on."""

    duplicates: float = 0.02
    dirty: float = 0.03
    blanks: bool = True


CLEAN = Mixture(duplicates=0.0, dirty=0.0, blanks=False)


def people(count: int, seed: int = 0, mixture: Mixture | None = None) -> Iterator[Person]:
    """`count` people. Memory does not grow with the count; e-mails of originals are unique."""
    mix = mixture or Mixture()
    random = Random(seed)
    pools = draw_pools(seed)
    recent: deque[Person] = deque(maxlen=DUPLICATES_AMONG_LAST)
    for number in range(count):
        if recent and random.random() < mix.duplicates:
            yield reentered(random.choice(recent), random)
            continue
        person = _person(number, pools[bisect(CUMULATIVE_SHARES, random.random() * 100)], random, mix.blanks)
        recent.append(person)
        yield soil(person, random) if random.random() < mix.dirty else person


def _person(number: int, pool: Pool, random: Random, blanks: bool) -> Person:
    draw = random.random
    first = pool.first_names[int(draw() * POOL_SIZE)]
    last = pool.last_names[int(draw() * POOL_SIZE)]
    company, domain = pool.companies[int(draw() * POOL_SIZE)]
    details = {
        "salutation": SALUTATIONS[int(draw() * len(SALUTATIONS))],
        "first_name": first.written,
        "email": f"{first.latin}.{last.latin}{number}@{domain}",
        "phone": pool.phones[int(draw() * POOL_SIZE)],
        "title": pool.titles[int(draw() * POOL_SIZE)],
        "company": company,
        "website": f"https://www.{domain}",
        "street": pool.streets[int(draw() * POOL_SIZE)],
        "city": pool.cities[int(draw() * POOL_SIZE)],
        "state": pool.states[int(draw() * POOL_SIZE)],
        "postal_code": pool.postal_codes[int(draw() * POOL_SIZE)],
        "country": pool.country,
    }
    if blanks:
        details = {name: value for name, value in details.items() if draw() >= BLANK_SHARES[name]}
    return Person(number, last.written, **details)
