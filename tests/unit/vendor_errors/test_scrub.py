from __future__ import annotations

import pytest
from crmsync.core.vendor_errors.scrub import MAX_LENGTH, scrub


@pytest.mark.parametrize(
    ("message", "clean"),
    [
        ("Email: invalid email address: ana.b+c@mail.example.org", "Email: invalid email address: …"),
        ('Property "shoe" was "42, \\"wide\\""', 'Property "…" was "…"'),
        ("the value 'O'Brien' is taken", "the value '…' is taken"),
        ("value “Zürich” is unknown", "value “…” is unknown"),
        (
            "This app hasn't been granted all scopes; it isn't allowed",
            "This app hasn't been granted all scopes; it isn't allowed",
        ),
        (
            "Amarillo was not one of the allowed options: [a, b]",
            "… was not one of the allowed options: [a, b]",
        ),
        ("Email address jo at home is invalid", "Email address … is invalid"),
        (
            "Title: data value too large: Head of Ops\nand more (max length=10)",
            "Title: data value too large: … (max length=10)",
        ),
        (
            "Rating: bad value for restricted picklist field: Lukewarm",
            "Rating: bad value for restricted picklist field: …",
        ),
        ("Contact already exists. Existing ID: 4711", "Contact already exists. Existing ID: 4711"),
    ],
)
def test_hides_values(message: str, clean: str) -> None:
    assert scrub(message) == clean


def test_hides_what_was_sent_wherever_it_stands() -> None:
    message = "Rossi of Rossi & Sons has no Rossini, at all"
    assert scrub(message, sent=["Rossi & Sons", "Rossi", "at", None, True, 5]) == "… of … has no Rossini, at all"


def test_keeps_quoted_names_of_fields() -> None:
    assert scrub('Property "shoe_size" is "42"', names=["shoe_size"]) == 'Property "shoe_size" is "…"'


def test_cuts_long_messages() -> None:
    assert len(scrub("word " * 200)) == MAX_LENGTH
