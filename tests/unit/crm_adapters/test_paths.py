from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import crmsync
import pytest
from crmsync.adapters.hubspot.paths import Paths

OF: dict[str, tuple[Callable[[Paths], str], str, str]] = {
    "objects": (lambda paths: paths.objects("contact", "batch/read"), "objects", "contacts/batch/read"),
    "every": (lambda paths: paths.every("company"), "objects", "companies"),
    "properties": (lambda paths: paths.properties("contact"), "properties", "contacts"),
    "property": (lambda paths: paths.property("contact", "job title"), "properties", "contacts/job%20title"),
    "pipelines": (lambda paths: paths.pipelines("deal"), "pipelines", "deals"),
    "owners": (lambda paths: paths.owners(), "owners", ""),
    "list": (lambda paths: paths.list("42"), "lists", "42"),
    "list_by_name": (lambda paths: paths.list_by_name("a/b"), "lists", "object-type-id/0-1/name/a%2Fb"),
    "list_joins": (lambda paths: paths.list_joins("42"), "lists", "42/memberships/join-order"),
    "list_additions": (lambda paths: paths.list_additions("42"), "lists", "42/memberships/add"),
    "record_memberships": (lambda paths: paths.record_memberships(), "lists", "records/memberships/batch/read"),
}
"""Each path of the CRM area: how it is asked for, its area, and what stands behind area and version."""


@pytest.mark.parametrize("name", OF)
def test_both_families(name: str) -> None:
    ask, area, rest = OF[name]
    assert ask(Paths("v3")) == f"/crm/v3/{area}/{rest}".rstrip("/")
    assert ask(Paths("2026-03")) == f"/crm/{area}/2026-03/{rest}".rstrip("/")
    assert ask(Paths("2026-09")) == f"/crm/{area}/2026-09/{rest}".rstrip("/")


def test_associations_and_opt_outs_have_a_number_of_their_own_and_the_common_date() -> None:
    """Version 4 of associations is unsupported from 30 March 2027."""
    numbered, dated = Paths("v3"), Paths("2026-09")
    assert numbered.associations("contact", "company", "batch/read") == (
        "/crm/v4/associations/contacts/companies/batch/read"
    )
    assert dated.associations("contact", "company", "batch/read") == (
        "/crm/associations/2026-09/contacts/companies/batch/read"
    )
    assert numbered.unsubscribe_all_of_many() == "/communication-preferences/v4/statuses/batch/unsubscribe-all"
    assert dated.unsubscribe_all_of_many() == "/communication-preferences/2026-09/statuses/batch/unsubscribe-all"
    assert numbered.unsubscribe_all("a@b.org") == "/communication-preferences/v4/statuses/a%40b.org/unsubscribe-all"
    assert dated.unsubscribe_all("a+b/c@d.org") == (
        "/communication-preferences/2026-09/statuses/a%2Bb%2Fc%40d.org/unsubscribe-all"
    )


@pytest.mark.parametrize("version", ["v3", "2026-09"])
def test_the_areas_outside_of_the_crm(version: str) -> None:
    assert Paths(version).custom_types() == f"/crm-object-schemas/{version}/schemas"
    assert Paths(version).daily_usage() == f"/account-info/{version}/api-usage/daily/private-apps"


def test_no_other_file_knows_a_path_of_hubspot() -> None:
    family = re.compile(
        r"""["'/](?:crm|account-info|communication-preferences|crm-object-schemas)/(?:v\d|[a-z]+/20\d\d)"""
    )
    package = Path(crmsync.__file__).parent
    knowing = [file.name for file in package.rglob("*.py") if family.search(file.read_text())]
    assert knowing == ["paths.py"]


def test_the_dated_family_is_the_default() -> None:
    assert Paths() == Paths("2026-09")


def test_an_unknown_version_is_named() -> None:
    with pytest.raises(ValueError, match="v9"):
        Paths("v9")


def test_custom_objects_keep_their_name() -> None:
    assert Paths("v3").objects("p_shoe size", "search") == "/crm/v3/objects/p_shoe%20size/search"
