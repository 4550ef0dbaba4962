"""Accounts: what goes into the recycle bin with them and comes back, and who may be above whom."""

from __future__ import annotations

from tests.unit.salesforce_simulator.simulated_org import SimulatedOrg, error_of


def _delete(org: SimulatedOrg, kind: str, record_id: str) -> None:
    answer = org.call("DELETE", f"/sobjects/{kind}/{record_id}")
    assert answer.status == 204, answer.body


def _is_deleted(org: SimulatedOrg, kind: str, record_id: str) -> bool:
    (row,) = org.records(f"SELECT IsDeleted FROM {kind} WHERE Id = '{record_id}'", "queryAll")
    return bool(row["IsDeleted"])


def test_contacts_go_with_their_account_and_come_back_with_it(org: SimulatedOrg) -> None:
    account = org.create("Account", Name="Acme")
    contact = org.create("Contact", LastName="Doe", AccountId=account)
    gone_before = org.create("Contact", LastName="Roe", AccountId=account)
    _delete(org, "Contact", gone_before)
    _delete(org, "Account", account)
    assert _is_deleted(org, "Contact", contact)
    org.control("undelete", {"ids": [account]})
    assert org.read("Contact", contact)["AccountId"] == account
    assert _is_deleted(org, "Contact", gone_before)


def test_a_child_account_loses_its_parent_and_gets_it_back_unless_it_has_another(org: SimulatedOrg) -> None:
    parent, other = org.create("Account", Name="Acme"), org.create("Account", Name="Globex")
    child, moved = (org.create("Account", Name=name, ParentId=parent) for name in ("One", "Two"))
    org.clock.now += 60
    _delete(org, "Account", parent)
    orphan = org.read("Account", child)
    assert orphan["ParentId"] is None
    assert orphan["SystemModstamp"] > orphan["LastModifiedDate"]
    org.call("PATCH", f"/sobjects/Account/{moved}", {"ParentId": other})
    org.control("undelete", {"ids": [parent]})
    assert org.read("Account", child)["ParentId"] == parent
    assert org.read("Account", moved)["ParentId"] == other


def test_no_account_is_above_itself(org: SimulatedOrg) -> None:
    top = org.create("Account", Name="Acme")
    middle = org.create("Account", Name="Acme West", ParentId=top)
    bottom = org.create("Account", Name="Acme Shop", ParentId=middle)
    for above in (bottom, top):
        refused = org.call("PATCH", f"/sobjects/Account/{top}", {"ParentId": above})
        assert error_of(refused) == (400, "CIRCULAR_DEPENDENCY")
    assert org.read("Account", top)["ParentId"] is None


def test_a_master_that_was_the_child_of_its_loser_has_no_parent_after(org: SimulatedOrg) -> None:
    loser = org.create("Account", Name="Acme")
    master = org.create("Account", Name="Acme Inc", ParentId=loser)
    org.control("merge", {"object": "Account", "master": master, "losers": [loser]})
    assert org.read("Account", master)["ParentId"] is None


def test_change_events_of_accounts(org: SimulatedOrg) -> None:
    org.relay()
    account = org.create("Account", Name="Acme", BillingCity="Oslo", Website="acme.com")
    org.call("PATCH", f"/sobjects/Account/{account}", {"BillingCity": None, "NumberOfEmployees": 5})
    _delete(org, "Account", account)
    created, updated, deleted = org.events()
    assert created["Name"] == "Acme"
    assert created["BillingAddress"]["City"] == "Oslo"
    header = updated["ChangeEventHeader"]
    assert header["entityName"] == "Account"
    assert set(header["changedFields"]) == {"BillingAddress.City", "NumberOfEmployees", "LastModifiedDate"}
    assert header["nulledFields"] == ["BillingAddress.City"]
    assert deleted["ChangeEventHeader"]["changeType"] == "DELETE"


def test_the_root_of_a_version_leads_to_the_caller(org: SimulatedOrg) -> None:
    callers = {org.call("GET", "").json()["identity"][-18:], org.person("GET", "").json()["identity"][-18:]}
    found = org.records("SELECT Id FROM User WHERE FirstName IN ('Integration', 'Riley')")
    assert callers == {one["Id"] for one in found}
