"""Pages, cursors and the recycle bin of queries."""

from __future__ import annotations

import pytest

from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


class TestPages:
    @pytest.fixture
    def org(self) -> SimulatedOrg:
        org = SimulatedOrg(SalesforceSettings(session_lifetime_s=1e9))
        rows = [{"LastName": f"L{n}", "Company": "Acme"} for n in range(450)]
        assert org.control("load", {"object": "Lead", "records": rows})["loaded"] == 450
        return org

    def _pages(self, org: SimulatedOrg, **headers: str) -> list[int]:
        sizes, path = [], "/query?q=SELECT+Id+FROM+Lead+ORDER+BY+Id"
        while path:
            page = org.call("GET", path, **headers).json()
            assert page["totalSize"] == 472
            sizes.append(len(page["records"]))
            path = page.get("nextRecordsUrl", "").removeprefix("/services/data/v62.0")
            assert page["done"] is (path == "")
        return sizes

    @pytest.mark.parametrize(
        ("option", "sizes"),
        [("batchSize=200", [200, 200, 72]), ("batchSize=10", [200, 200, 72]), ("batchSize=5000", [472]), ("", [472])],
    )
    def test_page_sizes(self, org: SimulatedOrg, option: str, sizes: list[int]) -> None:
        assert self._pages(org, Sforce_Query_Options=option) == sizes

    def _open(self, org: SimulatedOrg, token: str | None = None) -> str:
        page = org.call("GET", "/query?q=SELECT+Id+FROM+Lead", token=token, Sforce_Query_Options="batchSize=200")
        url: str = page.json()["nextRecordsUrl"]
        return url.removeprefix("/services/data/v62.0")

    def test_a_cursor_lives_two_days(self, org: SimulatedOrg) -> None:
        path = self._open(org)
        org.clock.now += 172_800
        assert org.call("GET", path).status == 200
        org.clock.now += 1
        assert error_of(org.call("GET", path)) == (400, "INVALID_QUERY_LOCATOR")

    def test_the_cursor_of_query_all_goes_on_with_deleted_records(self, org: SimulatedOrg) -> None:
        ids = [one["Id"] for one in org.records("SELECT Id FROM Lead ORDER BY Id")]
        org.call("DELETE", f"/sobjects/Lead/{ids[-1]}")
        soql = "/queryAll?q=SELECT+Id,IsDeleted+FROM+Lead+ORDER+BY+Id"
        page = org.call("GET", soql, Sforce_Query_Options="batchSize=400").json()
        path = page["nextRecordsUrl"].removeprefix("/services/data/v62.0")
        last = org.call("GET", path.replace("/query/", "/queryAll/")).json()["records"][-1]
        assert (last["Id"], last["IsDeleted"]) == (ids[-1], True)

    def test_the_eleventh_cursor_closes_the_first(self, org: SimulatedOrg) -> None:
        paths = [self._open(org) for _ in range(11)]
        assert error_of(org.call("GET", paths[0])) == (400, "INVALID_QUERY_LOCATOR")
        assert org.call("GET", paths[1]).status == 200

    def test_a_cursor_is_its_users_own(self, org: SimulatedOrg) -> None:
        assert error_of(org.person("GET", self._open(org))) == (400, "INVALID_QUERY_LOCATOR")
        assert error_of(org.call("GET", "/query/nonsense")) == (400, "INVALID_QUERY_LOCATOR")


def test_query_all_shows_the_recycle_bin_for_fifteen_days() -> None:
    org = SimulatedOrg(SalesforceSettings(session_lifetime_s=1e9))
    lead_id = org.lead(LastName="Gone")
    org.call("DELETE", f"/sobjects/Lead/{lead_id}")
    soql = "SELECT Id, IsDeleted FROM Lead WHERE LastName = 'Gone'"
    assert org.records(soql) == []
    assert [one["IsDeleted"] for one in org.records(soql, "queryAll")] == [True]
    assert len(org.records(f"{soql} AND IsDeleted = true", "queryAll")) == 1
    org.clock.now += 15 * 86_400 + 1
    assert org.records(soql, "queryAll") == []
