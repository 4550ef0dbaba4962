"""The comparison with a second simulator in the vendor's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from crmsync.ports.transport import ApiAnswer, ApiCall

from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.settings import HubspotSettings
from sandbox.hubspot.simulator import HubspotSimulator
from sandbox.inprocess_transport import InProcessTransport
from sandbox.salesforce.simulator import SalesforceSimulator
from sandbox.verify_vendor import hubspot_site, salesforce_site
from sandbox.verify_vendor.__main__ import ALIKE, DIFFERENT, REFUSED, main
from sandbox.verify_vendor.distinct_clock import DistinctClock
from sandbox.verify_vendor.site import Site

CREATION_STAGE = "creation: lifecycle stage"


class Portal:
    """A HubSpot sandbox for the comparison, and what stands in it."""

    def __init__(self, url: str, gateway: Gateway, settings: HubspotSettings) -> None:
        self.environment = {
            "VERIFY_HUBSPOT_ACCESS_TOKEN": settings.app_token,
            "VERIFY_HUBSPOT_BASE_URL": url,
        }
        self._person = InProcessTransport(gateway, {"Authorization": f"Bearer {settings.user_token}"})

    def contacts(self) -> int:
        answer = self._person.send(ApiCall("POST", "/crm/v3/objects/contacts/search", "person", body={"limit": 1}))
        assert answer.status == 200, answer
        return int(answer.body["total"])

    def fault(self, kind: str, path: str, **more: Any) -> None:
        faults = [{"match": {"path": path}, "kind": kind, **more}]
        answer = self._person.send(ApiCall("POST", "/__sim__/faults", "control", body=faults))
        assert answer.status == 200, answer


@contextmanager
def hubspot(**settings: Any) -> Iterator[Portal]:
    given = HubspotSettings(**settings)
    gateway = Gateway(HubspotSimulator(DistinctClock(), settings=given))
    with ServerThread(gateway) as server:
        yield Portal(server.url, gateway, given)


@contextmanager
def salesforce(**settings: Any) -> Iterator[dict[str, str]]:
    simulator = SalesforceSimulator(DistinctClock(), salesforce_site.NEW_ORG.changed(settings))
    with ServerThread(Gateway(simulator)) as server:
        simulator.org.settings = simulator.org.settings.changed({"instance_url": server.url})
        values = (server.url, simulator.org.settings.consumer_key, simulator.org.settings.consumer_secret)
        yield dict(zip(salesforce_site.VARIABLES, values, strict=True))


def test_without_credentials_it_says_what_would_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main({"VERIFY_SALESFORCE_CONSUMER_KEY": "key"}) == ALIKE
    hubspot_line, salesforce_line = capsys.readouterr().out.splitlines()
    assert hubspot_line.startswith("hubspot: not compared (creation, ")
    assert hubspot_line.endswith("it takes VERIFY_HUBSPOT_ACCESS_TOKEN")
    assert salesforce_line.endswith("it takes VERIFY_SALESFORCE_LOGIN_URL, VERIFY_SALESFORCE_CONSUMER_SECRET")


def test_two_like_portals_show_no_difference_and_keep_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with hubspot() as portal:
        before = portal.contacts()
        assert main(portal.environment) == ALIKE
        assert portal.contacts() == before
    assert "hubspot: 0 of " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "row"),
    [
        ({"default_lifecyclestage": ""}, [CREATION_STAGE, "lead", "None"]),
        (
            {"same_value_touches": False},
            ["same value written again: moves the modification time", "True", "False"],
        ),
    ],
)
def test_a_portal_that_behaves_otherwise(
    capsys: pytest.CaptureFixture[str], settings: dict[str, Any], row: list[str]
) -> None:
    with hubspot(**settings) as portal:
        assert main(portal.environment) == DIFFERENT
    lines = capsys.readouterr().out.splitlines()
    assert any(" ".join(line.split()) == " ".join(row) for line in lines), lines


def test_two_like_orgs_show_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    with salesforce() as environment:
        assert main(environment) == ALIKE
    assert "salesforce: 0 of " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "fact"),
    [
        ({"duplicate_rule": "off"}, "second creation with one e-mail: outcome"),
        ({"same_id_twice_in_collection": "apply"}, "one record twice in a collection: outcomes"),
    ],
)
def test_an_org_that_behaves_otherwise(capsys: pytest.CaptureFixture[str], settings: dict[str, Any], fact: str) -> None:
    with salesforce(**settings) as environment:
        assert main(environment) == DIFFERENT
    assert fact in capsys.readouterr().out


def test_what_cannot_be_removed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with hubspot() as portal:
        portal.fault("status", "batch/archive", status=500, times=1000)
        assert main(portal.environment) == DIFFERENT
    assert "hubspot: could not be removed: hubspot#contact#" in capsys.readouterr().out


def test_what_a_lost_answer_made_is_removed_too() -> None:
    with hubspot() as portal:
        before = portal.contacts()
        portal.fault("drop_response", "batch/create", times=1)
        assert main(portal.environment) == DIFFERENT
        assert portal.contacts() == before


def test_a_production_account_is_not_touched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(hubspot_site, "TEST_ACCOUNTS", frozenset({"SANDBOX"}))
    with hubspot() as portal:
        portal.fault("status", "batch/create", status=500)
        assert main(portal.environment) == REFUSED
        assert "account type DEVELOPER_TEST: neither" in capsys.readouterr().err
        assert main({**portal.environment, "VERIFY_ALLOW_PRODUCTION": "1"}) == DIFFERENT


def test_an_account_that_cannot_be_read_is_not_touched(capsys: pytest.CaptureFixture[str]) -> None:
    with hubspot() as portal:
        assert main({**portal.environment, "VERIFY_HUBSPOT_ACCESS_TOKEN": "wrong"}) == REFUSED
    assert "hubspot: refused" in capsys.readouterr().err


class Answering:
    """A transport with one answer."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def send(self, call: ApiCall) -> ApiAnswer:
        return ApiAnswer(200, self._body)


def site(body: Any) -> Site[Any]:
    return Site(None, Answering(body), "tag", {}, lambda _: ApiCall("DELETE", "/", "none"))


@pytest.mark.parametrize(
    ("account_type", "is_refused"),
    [("SANDBOX", False), ("DEVELOPER_TEST", False), ("STANDARD", True), ("APP_DEVELOPER", True), (None, True)],
)
def test_hubspot_accounts_that_are_written_to(account_type: str | None, is_refused: bool) -> None:
    assert (hubspot_site.refusal(site({"accountType": account_type})) is not None) is is_refused


@pytest.mark.parametrize(
    ("is_sandbox", "edition", "is_refused"),
    [
        (True, "Enterprise Edition", False),
        (False, "Developer Edition", False),
        (False, "Enterprise Edition", True),
    ],
)
def test_salesforce_orgs_that_are_written_to(is_sandbox: bool, edition: str, is_refused: bool) -> None:
    records = [{"IsSandbox": is_sandbox, "OrganizationType": edition}]
    assert (salesforce_site.refusal(site({"records": records})) is not None) is is_refused
