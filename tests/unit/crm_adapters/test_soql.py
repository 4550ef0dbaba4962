from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from crmsync.adapters.salesforce import soql

SINCE = 1_767_323_045_678
UNTIL = 1_767_323_100_000


def test_a_read_by_id_sees_the_recycle_bin() -> None:
    query = soql.by_ids("Lead", ["Title", "Id", "title"], ["00Q000000000001AAA"])
    assert query == soql.Query(
        "SELECT Id, CreatedDate, SystemModstamp, IsDeleted, MasterRecordId, IsConverted, ConvertedContactId, Title "
        "FROM Lead WHERE Id IN ('00Q000000000001AAA')",
        with_deleted=True,
    )


def test_values_are_escaped() -> None:
    query = soql.by_emails("Contact", [], ["o'brien\\@x.org", "a@b.c') OR Name LIKE ('%"])
    assert query.soql.endswith("WHERE Email IN ('o\\'brien\\\\@x.org','a@b.c\\') OR Name LIKE (\\'%')")
    assert not query.with_deleted


def test_converted_leads_are_no_matches() -> None:
    assert soql.by_emails("Lead", [], ["a@b.c"]).soql.endswith("IN ('a@b.c') AND IsConverted = false")


@pytest.mark.parametrize("name", ["Title, Id", "Title FROM User--", "a.b.c", "", "Na me", "1st", "Title\n"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        soql.by_ids("Contact", [name], [])
    with pytest.raises(ValueError, match="not the name"):
        soql.by_ids(name, [], [])


def test_parents_and_custom_fields_are_names() -> None:
    assert ", Account.Name, Shoe__c FROM" in soql.by_ids("Contact", ["Account.Name", "Shoe__c"], []).soql


def test_a_poll_is_half_open_and_ordered() -> None:
    query = soql.changed("Case", ["Subject"], (SINCE, UNTIL), None, 1_000)
    assert query.with_deleted
    assert query.soql == (
        "SELECT Id, CreatedDate, SystemModstamp, IsDeleted, MasterRecordId, Subject FROM Case "
        "WHERE SystemModstamp >= 2026-01-02T03:04:05.678Z AND SystemModstamp < 2026-01-02T03:05:00.000Z "
        "ORDER BY SystemModstamp, Id LIMIT 1000"
    )


def test_a_poll_goes_on_within_records_of_one_time() -> None:
    query = soql.changed("Task", [], (SINCE, UNTIL), (SINCE, "00T000000000001AAA"), 1_000)
    assert (
        "WHERE (SystemModstamp > 2026-01-02T03:04:05.678Z OR "
        "(SystemModstamp = 2026-01-02T03:04:05.678Z AND Id > '00T000000000001AAA')) AND SystemModstamp < "
    ) in query.soql


def test_lists_fit_into_an_address() -> None:
    ids = [f"003{index:012}AAA" for index in range(450)]
    parts = list(soql.lists_that_fit(ids))
    assert [len(part) for part in parts] == [200, 200, 50]
    emails = [f"{'x' * 200}{index}@example.org" for index in range(100)]
    parts = list(soql.lists_that_fit(emails))
    assert [email for part in parts for email in part] == emails
    assert all(len(quote_plus(soql.by_emails("Contact", [], part).soql)) < 12_000 for part in parts)
    assert list(soql.lists_that_fit([])) == []
