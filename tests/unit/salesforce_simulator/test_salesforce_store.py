"""The store's short cuts find what a scan finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.salesforce.soql.literals import lift
from sandbox.salesforce.soql.narrow import way_to
from sandbox.salesforce.soql.parse import parse
from sandbox.salesforce.soql.scope import Bindings
from sandbox.salesforce.store.table import Table
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg

WRITES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.sampled_from(["a", "A", "b", None])), max_size=40)


def _id(number: int) -> str:
    return f"00QgK{number:010d}AAA"


def _table(writes: list[tuple[int, int, str | None]]) -> Table:
    table = Table(("Email",))
    for number, stamp, email in writes:
        table.put({"Id": _id(number), "SystemModstamp": stamp, "Email": email})
    return table


@given(WRITES, st.integers(0, 7))
def test_rows_since_a_time_come_by_time_and_id(writes: list[Any], since: int) -> None:
    table = _table(writes)
    found = [(row["SystemModstamp"], row["Id"]) for row in table.stamped_since(since)]
    scanned = [(row["SystemModstamp"], row["Id"]) for row in table.rows.values() if row["SystemModstamp"] >= since]
    assert found == sorted(scanned)


@given(WRITES, st.integers(0, 7), st.integers(0, 8))
def test_a_walk_goes_on_among_rows_of_one_moment(writes: list[Any], since: int, first: int) -> None:
    table = _table(writes)
    found = [(row["SystemModstamp"], row["Id"]) for row in table.stamped_since(since, _id(first))]
    scanned = ((row["SystemModstamp"], row["Id"]) for row in table.rows.values())
    assert found == sorted(place for place in scanned if place >= (since, _id(first)))


@given(WRITES, st.integers(0, 8))
def test_rows_from_an_id_come_by_id(writes: list[Any], first: int) -> None:
    table = _table(writes)
    assert [row["Id"] for row in table.from_id(_id(first))] == sorted(i for i in table.rows if i >= _id(first))


@given(WRITES)
def test_an_index_has_no_case_and_no_old_values(writes: list[Any]) -> None:
    table = _table(writes)
    found = [row["Id"] for row in table.having("Email", ["A"])]
    assert found == sorted(row["Id"] for row in table.rows.values() if str(row["Email"]).lower() == "a")


@given(WRITES)
def test_removed_rows_are_nowhere(writes: list[Any]) -> None:
    table = _table(writes)
    for record_id in list(table.rows):
        table.remove(record_id)
    assert list(table.stamped_since(0)) == list(table.from_id("")) == table.having("Email", ["a", "b"]) == []


def test_old_versions_of_a_row_are_forgotten() -> None:
    table = _table([(1, stamp, "a") for stamp in range(3000)])
    assert len(table._stamps) < 1500
    assert [row["SystemModstamp"] for row in table.stamped_since(0)] == [2999]


def test_a_page_of_one_moment_does_not_begin_at_the_first_row_of_it(org: SimulatedOrg) -> None:
    ids = sorted(org.lead(Email=f"{number}@example.com") for number in range(9))
    now = "2026-11-22T12:00:00.000Z"
    after = f"(SystemModstamp > {now} OR (SystemModstamp = {now} AND Id > '{ids[5]}'))"
    soql = f"SELECT Id FROM Lead WHERE {after} AND SystemModstamp < 2026-11-22T13:00:00Z ORDER BY SystemModstamp, Id"
    assert [one["Id"] for one in org.records(soql)] == ids[6:]
    schema, store = org.simulator.org.schema, org.simulator.org.store
    skeleton, parameters = lift(soql)
    way = way_to(schema["Lead"], parse(skeleton))
    rows = way.rows(store.table(schema["Lead"]), Bindings(parameters, 0))
    assert [row["Id"] for row in rows] == ids[5:]


def test_what_was_rolled_back_is_found_as_it_was(org: SimulatedOrg) -> None:
    lead_id = org.lead(Email="old@example.com")
    org.clock.now += 60
    rows: list[dict[str, Any]] = [
        {"attributes": {"type": "Lead"}, "id": lead_id, "Email": "new@example.com"},
        {"attributes": {"type": "Lead"}, "id": lead_id[:-3] + "zzz", "Email": "x"},
    ]
    org.call("PATCH", "/composite/sobjects", {"allOrNone": True, "records": rows})
    assert org.records("SELECT Id FROM Lead WHERE Email = 'new@example.com'") == []
    assert len(org.records("SELECT Id FROM Lead WHERE Email = 'old@example.com'")) == 1
    assert org.records("SELECT Id FROM Lead WHERE SystemModstamp > 2026-11-22T12:00:00Z") == []
    found = org.records("SELECT Id FROM Lead WHERE SystemModstamp >= 2026-11-22T12:00:00Z ORDER BY SystemModstamp")
    assert [one["Id"] for one in found] == [lead_id]
