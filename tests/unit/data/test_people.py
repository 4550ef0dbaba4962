"""The generator of people: same seed same people, realistic shares, flat memory, fast enough."""

import re
import tracemalloc
from collections import Counter
from itertools import islice

import pytest

from sandbox.data.blanks import BLANK_SHARES
from sandbox.data.dirt import KINDS, soil
from sandbox.data.drift import pairs
from sandbox.data.people import CLEAN, Mixture, people
from sandbox.data.person import Person
from sandbox.data.pools import LOCALES, draw_pools, latin
from sandbox.data.screening import EMAIL
from sandbox.data.shapes import HUBSPOT_CONTACT, SALESFORCE_CONTACT, SALESFORCE_LEAD, SHAPES, Shape


def test_the_same_seed_makes_the_same_people() -> None:
    assert list(people(500, seed=7)) == list(people(500, seed=7))


def test_another_seed_makes_other_people() -> None:
    assert list(people(50, seed=7)) != list(people(50, seed=8))


def test_a_shorter_run_is_the_beginning_of_a_longer_one() -> None:
    assert list(people(100, seed=3)) == list(islice(people(1_000, seed=3), 100))


def test_all_locales_take_part_by_their_share() -> None:
    countries = Counter(person.country for person in people(10_000, seed=1, mixture=CLEAN))
    for country, share in LOCALES.values():
        assert countries[country] / 10_000 == pytest.approx(share / 100, abs=0.03)


def test_clean_people_have_every_field_and_an_email_of_their_own() -> None:
    crowd = list(people(2_000, seed=2, mixture=CLEAN))
    assert all(EMAIL.fullmatch(person.email or "") for person in crowd)
    assert len({person.email for person in crowd}) == len(crowd)
    assert all(getattr(person, name) for person in crowd for name in BLANK_SHARES)


def test_emails_are_only_at_reserved_domains() -> None:
    assert all(re.search(r"\.example$", person.email or "") for person in people(500, mixture=CLEAN))


@pytest.mark.parametrize("name", sorted(BLANK_SHARES))
def test_blanks_are_as_frequent_as_told(name: str) -> None:
    crowd = list(people(4_000, seed=4, mixture=Mixture(duplicates=0, dirty=0)))
    blank = sum(getattr(person, name) is None for person in crowd) / len(crowd)
    assert blank == pytest.approx(BLANK_SHARES[name], abs=0.04)


def test_duplicates_share_number_and_mailbox_but_not_always_the_spelling() -> None:
    crowd = list(people(5_000, seed=5, mixture=Mixture(duplicates=0.1, dirty=0)))
    originals: dict[int, Person] = {}
    spellings = set()
    duplicates = 0
    for person in crowd:
        original = originals.setdefault(person.number, person)
        if original is not person:
            duplicates += 1
            assert (person.email is None) == (original.email is None)
            if person.email and original.email:
                assert person.email.lower().replace("+crm@", "@") == original.email
                spellings.add((person.email == original.email, person.email.islower(), "+crm@" in person.email))
    assert duplicates / len(crowd) == pytest.approx(0.1, abs=0.02)
    assert len(spellings) == 3


def test_every_kind_of_dirt_changes_the_person() -> None:
    from random import Random

    person = next(iter(people(1, mixture=CLEAN)))
    for kind in KINDS:
        assert kind(person, Random(0)) != person
    assert {soil(person, Random(seed)) for seed in range(200)}.__len__() > len(KINDS)


def test_dirty_values_are_as_frequent_as_told() -> None:
    dirty = list(people(3_000, seed=6, mixture=Mixture(duplicates=0, dirty=0.2)))
    lines = sum("\n" in (person.street or "") and "Building" in (person.street or "") for person in dirty)
    assert lines / len(dirty) == pytest.approx(0.2 / len(KINDS), abs=0.015)


def test_memory_does_not_grow_with_the_count() -> None:
    for _ in people(10):
        pass
    tracemalloc.start()
    try:
        for _ in people(2_000):
            pass
        few = tracemalloc.get_traced_memory()[1]
        tracemalloc.reset_peak()
        for _ in people(10_000):
            pass
        many = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert many < few * 1.2 + 200_000


def test_pools_differ_by_locale_and_have_latin_names() -> None:
    pools = dict(zip(LOCALES, draw_pools(0), strict=True))
    assert pools["de_DE"].last_names != pools["en_US"].last_names
    assert any(not name.written.isascii() and name.latin.isascii() for name in pools["ja_JP"].last_names)
    assert all(name.latin for pool in pools.values() for name in (*pool.first_names, *pool.last_names))


@pytest.mark.parametrize(
    ("text", "folded"), [("Łódź GmbH", "lodzgmbh"), ("Straße 1", "strasse1"), ("São João", "saojoao")]
)
def test_latin_letters(text: str, folded: str) -> None:
    assert latin(text) == folded


def test_blanks_are_left_out_of_records() -> None:
    assert HUBSPOT_CONTACT.record(Person(1, "Kim", email="k@x.example")) == {
        "lastname": "Kim",
        "email": "k@x.example",
    }


def test_a_lead_always_has_the_company_that_salesforce_requires() -> None:
    assert SALESFORCE_LEAD.record(Person(1, "Kim"))["Company"] == "[not provided]"


@pytest.mark.parametrize("shape", [SALESFORCE_LEAD, SALESFORCE_CONTACT])
def test_salesforce_records_fit_their_fields(shape: Shape) -> None:
    for person in people(3_000, seed=9, mixture=Mixture(dirty=0.5)):
        record = shape.record(person)
        assert all(len(value) <= shape.limits.get(field, 1_000) for field, value in record.items())
        email = record.get("Email")
        assert email is None or EMAIL.fullmatch(email.strip())


def test_hubspot_may_hold_what_salesforce_cannot() -> None:
    titles = (HUBSPOT_CONTACT.record(p).get("jobtitle", "") for p in people(3_000, seed=9))
    assert any(len(title) > 128 for title in titles)


def test_every_shape_labels_every_field() -> None:
    for shape in SHAPES.values():
        assert list(shape.labels) == list(shape.fields.values())


def test_pairs_are_one_person_partly_differing() -> None:
    couples = list(pairs(2_000, seed=11, mixture=Mixture(duplicates=0, dirty=0)))
    assert all(left.email == right.email and left.last_name == right.last_name for left, right in couples)
    same = sum(left == right for left, right in couples)
    assert 0.1 < same / len(couples) < 0.6
    assert {left.number for left, _ in couples} == set(range(2_000))


def test_pairs_are_deterministic() -> None:
    assert list(pairs(100, seed=1)) == list(pairs(100, seed=1))
