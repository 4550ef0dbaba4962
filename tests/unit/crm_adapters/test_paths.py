from __future__ import annotations

import pytest
from crmsync.adapters.hubspot.paths import Paths


@pytest.mark.parametrize(
    ("version", "objects", "properties", "lists", "usage"),
    [
        (
            "v3",
            "/crm/v3/objects/contacts/batch/read",
            "/crm/v3/properties/contacts",
            "/crm/v3/lists/records/memberships/batch/read",
            "/account-info/v3/api-usage/daily/private-apps",
        ),
        (
            "2026-09",
            "/crm/objects/2026-09/contacts/batch/read",
            "/crm/properties/2026-09/contacts",
            "/crm/lists/2026-09/records/memberships/batch/read",
            "/account-info/2026-09/api-usage/daily/private-apps",
        ),
    ],
)
def test_both_families(version: str, objects: str, properties: str, lists: str, usage: str) -> None:
    paths = Paths(version)
    assert paths.objects("contact", "batch/read") == objects
    assert paths.properties("contact") == properties
    assert paths.record_memberships() == lists
    assert paths.daily_usage() == usage


def test_the_dated_family_is_the_default() -> None:
    assert Paths() == Paths("2026-09")


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(ValueError, match="v9"):
        Paths("v9")


def test_custom_objects_keep_their_name() -> None:
    assert Paths("v3").objects("p_shoe size", "search") == "/crm/v3/objects/p_shoe%20size/search"
