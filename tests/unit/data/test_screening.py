"""Which rows can be loaded."""

import pytest

from sandbox.data.export_file import Row
from sandbox.data.screening import RULES, BadRow, Candidate, Screening

CONTACT = RULES["hubspot", "contact"]
LEAD = RULES["salesforce", "lead"]


def test_filled_cells_of_known_columns_make_the_record() -> None:
    screening = Screening(LEAD, ("LastName", None, "Company", "Email"))
    verdict = screening.judge(Row(2, (" Kim ", "left out", "Acme", "  ")))
    assert verdict == Candidate(2, {"LastName": " Kim ", "Company": "Acme"})


def test_an_unreadable_row_keeps_its_fault() -> None:
    assert Screening(LEAD, ("LastName",)).judge(Row(9, fault="not CSV")) == BadRow(9, "not CSV")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", "Acme", ""), "LastName is missing"),
        (("Kim", "   ", ""), "Company is missing"),
        (("Kim", "Acme", "kim at acme"), "'kim at acme' is no e-mail address"),
        (("Kim", "Acme", "a@b"), "'a@b' is no e-mail address"),
        (("", "", ""), "the row is empty"),
    ],
)
def test_reasons(cells: tuple[str, ...], reason: str) -> None:
    assert Screening(LEAD, ("LastName", "Company", "Email")).judge(Row(4, cells)) == BadRow(4, reason)


def test_hubspot_takes_an_email_once() -> None:
    screening = Screening(CONTACT, ("email",))
    assert isinstance(screening.judge(Row(2, ("ada@b.co",))), Candidate)
    assert screening.judge(Row(3, (" ADA@b.co ",))) == BadRow(3, "email 'ADA@b.co' is already in line 2")


def test_an_email_of_a_bad_row_is_still_free() -> None:
    screening = Screening(LEAD, ("LastName", "Company", "Id"))
    screening.judge(Row(2, ("", "Acme", "00Q1")))
    assert isinstance(screening.judge(Row(3, ("Kim", "Acme", "00Q1"))), Candidate)


def test_salesforce_takes_an_email_twice_but_an_id_once() -> None:
    screening = Screening(LEAD, ("Id", "LastName", "Company", "Email"))
    assert isinstance(screening.judge(Row(2, ("00Qa", "Kim", "Acme", "k@b.co"))), Candidate)
    assert isinstance(screening.judge(Row(3, ("00QA", "Kim", "Acme", "k@b.co"))), Candidate)
    assert screening.judge(Row(4, ("00Qa", "Kim", "Acme", ""))) == BadRow(4, "Id '00Qa' is already in line 2")


def test_the_id_is_no_field_of_the_record() -> None:
    screening = Screening(LEAD, ("Id", "LastName", "Company"))
    assert screening.judge(Row(2, (" 00Qa ", "Kim", "Acme"))) == Candidate(
        2, {"LastName": "Kim", "Company": "Acme"}, "00Qa"
    )
