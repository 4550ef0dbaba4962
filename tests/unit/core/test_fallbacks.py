from typing import Any

import pytest
from crmsync.core.fallbacks import Fallbacks, fallbacks_for, is_fallback
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.contact import CONTACT

DEFAULTS = PairSettings()
TEXT = "[not provided]"


@pytest.mark.parametrize(
    ("object_type", "values", "settings", "expected"),
    [
        ("Contact", {}, DEFAULTS, Fallbacks({"LastName": TEXT})),
        ("Contact", {"LastName": "Smith"}, DEFAULTS, Fallbacks({})),
        ("Lead", {"LastName": "Smith"}, DEFAULTS, Fallbacks({"Company": TEXT})),
        ("Lead", {"LastName": None, "Company": ""}, DEFAULTS, Fallbacks({"LastName": TEXT, "Company": TEXT})),
        ("Task", {}, DEFAULTS, Fallbacks({})),
        ("Contact", {}, PairSettings(required_fallbacks={"LastName": None}), Fallbacks({}, ("LastName",))),
        ("Lead", {"Company": "Acme"}, PairSettings(required_fallbacks={}), Fallbacks({}, ("LastName",))),
    ],
)
def test_what_a_creation_lacks(object_type: str, values: Any, settings: PairSettings, expected: Any) -> None:
    assert fallbacks_for(CONTACT.required.get(object_type, ()), values, settings) == expected


def test_recognising_a_fallback() -> None:
    assert is_fallback(TEXT, "LastName", DEFAULTS)
    assert not is_fallback("Smith", "LastName", DEFAULTS)
    assert not is_fallback(TEXT, "Title", DEFAULTS)
    assert not is_fallback(None, "Title", DEFAULTS)


def test_what_the_platform_requires() -> None:
    assert "Company" in CONTACT.required["Lead"]
    assert "Company" not in CONTACT.required["Contact"]
