"""The property in which HubSpot keeps the forms that a contact submitted."""

from __future__ import annotations

import pytest
from crmsync.core.form_submissions import last_submission

FAIR, OTHER = "5c5e4b8a-0d43-4a3e-9c4e-0f2b7a6d1e11", "0b1d2c3e-1111-4a3e-9c4e-0f2b7a6d1e22"


@pytest.mark.parametrize(
    ("submissions", "last"),
    [
        (f"{FAIR}::1700000000000", 1_700_000_000_000),
        (f"{FAIR}:1234567:1700000000000", 1_700_000_000_000),
        (f"{FAIR}::1700000000002; {FAIR.upper()}:9:1700000000003;{OTHER}::1700000000009", 1_700_000_000_003),
        (f"{OTHER}::1700000000000", None),
        (f"{FAIR}", None),
        (f"{FAIR}::yesterday;;::", None),
        ("", None),
        (None, None),
    ],
)
def test_the_last_time_of_a_form(submissions: str | None, last: int | None) -> None:
    assert last_submission(submissions, FAIR) == last
