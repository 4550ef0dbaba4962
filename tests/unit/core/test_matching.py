import hashlib
from typing import Any

import pytest
from crmsync.core.email_address import is_address
from crmsync.core.matching import Choice, choose_hubspot, choose_salesforce, email_digest, normal_email
from crmsync.core.record import Record, RecordRef, Side
from hypothesis import given
from hypothesis import strategies as st


def salesforce(object_type: str, number: int, modified_at: int) -> Record:
    return Record(RecordRef(Side.SALESFORCE, object_type, f"{number:018}"), {}, modified_at)


def hubspot(record_id: str, email: str, modified_at: int = 1) -> Record:
    return Record(RecordRef(Side.HUBSPOT, "contact", record_id), {"email": email}, modified_at)


def test_nobody_matches() -> None:
    assert choose_salesforce([]) == Choice(None, ())
    assert choose_hubspot([], "a@b.example") == Choice(None, ())


@pytest.mark.s("S16")
def test_contact_before_lead_then_the_most_recent_then_the_lowest_id() -> None:
    expected = [
        salesforce("Contact", 3, 9),
        salesforce("Contact", 1, 5),
        salesforce("Contact", 2, 5),
        salesforce("Lead", 1, 99),
    ]
    choice = choose_salesforce(expected[::-1])
    assert choice.chosen == expected[0]
    assert list(choice.duplicates) == expected[1:]


def test_primary_address_before_additional_one() -> None:
    additional, primary = hubspot("1", "other@b.example", 9), hubspot("2", " A@B.example", 1)
    assert choose_hubspot([additional, primary], "a@b.example") == Choice(primary, (additional,))


def test_ids_of_hubspot_are_numbers() -> None:
    low, high = hubspot("9", "a@b.example"), hubspot("10", "a@b.example")
    assert choose_hubspot([high, low], "a@b.example").chosen == low


def test_a_record_matched_twice_is_no_duplicate_of_itself() -> None:
    record = hubspot("9", "a@b.example")
    assert choose_hubspot([record, record], "a@b.example") == Choice(record, ())


@given(
    st.lists(
        st.builds(salesforce, st.sampled_from(["Lead", "Contact"]), st.integers(1, 4), st.integers(1, 2)),
        unique_by=lambda record: record.ref,
    ).flatmap(lambda records: st.tuples(st.just(records), st.permutations(records)))
)
def test_the_choice_does_not_depend_on_the_order(orders: tuple[Any, Any]) -> None:
    assert choose_salesforce(orders[0]) == choose_salesforce(orders[1])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" Ann.O'Neil+x@Example.CO.UK ", "ann.o'neil+x@example.co.uk"),
        ("jörg@straße.example", "jörg@straße.example"),
        ("", None),
        (None, None),
        ("ann", None),
        ("ann@example", None),
        ("ann@@example.org", None),
        ("a b@example.org", None),
        ("ann@example.org;bob@example.org", None),
        ("ann@example..org", None),
        ("ann@example.org1", None),
        (f"{'a' * 250}@b.example", None),
        (12, None),
    ],
)
def test_normal_email(value: Any, expected: Any) -> None:
    assert normal_email(value) == expected


@given(st.emails())
def test_what_a_validator_calls_an_address_is_matched_in_lower_case(address: str) -> None:
    email = normal_email(address)
    assert email is None or (is_address(email) and email == normal_email(email.upper()))


def test_the_digest_is_sha256_and_takes_any_text() -> None:
    assert email_digest("a@b.example") == hashlib.sha256(b"a@b.example").hexdigest()
    assert len(email_digest("\ud800@b.example")) == 64
