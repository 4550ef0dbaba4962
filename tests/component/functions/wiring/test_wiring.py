import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from crmsync.adapters.aws.secrets import Secrets
from crmsync.adapters.metered_gate import MeteredGate
from crmsync.bootstrap import (
    config_guard,
    crms,
    flush_stamps,
    hubspot_crm,
    hubspot_poll,
    import_records,
    imports,
    ingress,
    quota,
    reconcile,
    refresh_limits,
    resume_parked,
    salesforce_crm,
    salesforce_poll,
    stores,
)
from crmsync.core.change import CallClass
from crmsync.core.failure import CrmError
from crmsync.core.record import Side

from tests.component.functions.function_under_test import ROOT

SECRET = {"access_token": "t", "consumer_key": "k", "consumer_secret": "s"}


@pytest.fixture(autouse=True)
def fresh_wiring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing that another test built, and nothing left for the next."""
    _forget()
    monkeypatch.setattr(Secrets, "get", lambda *_, **__: SECRET)
    yield
    _forget()


def _forget() -> None:
    for module in (
        config_guard, flush_stamps, hubspot_crm, hubspot_poll, import_records, imports, ingress, quota,
        reconcile, refresh_limits, resume_parked, salesforce_crm, salesforce_poll, stores,
    ):  # fmt: skip
        for factory in vars(module).values():
            if hasattr(factory, "cache_clear"):
                factory.cache_clear()


@pytest.mark.parametrize(
    "factory",
    [
        config_guard.guard_configuration,
        flush_stamps.flush_stamps,
        hubspot_poll.poll,
        import_records.run_import,
        imports.exports,
        reconcile.nightly_round,
        reconcile.run_round,
        refresh_limits.refresh_limits,
        resume_parked.resume_parked,
        salesforce_poll.poll,
        stores.history,
    ],
)
def test_each_function_is_built_once_and_without_a_call(factory: Callable[[], object]) -> None:
    assert factory() is factory()


def test_both_crms_are_built_over_one_connection_a_container() -> None:
    gate = crms.crm_gate("sync_records")
    first, second = (gate.open(CallClass.LIVE) for _ in range(2))
    assert (first.hubspot.side, first.salesforce.side) == (Side.HUBSPOT, Side.SALESFORCE)
    assert hubspot_crm.hubspot_recipe().transport() is hubspot_crm.hubspot_recipe().transport()
    assert first.hubspot is first.hubspot is not second.hubspot


def test_a_poll_has_no_access_to_the_other_crm() -> None:
    gate = hubspot_poll.poll().changed.ports.gate
    assert isinstance(gate, MeteredGate)
    with pytest.raises(CrmError, match="no access to salesforce"):
        _ = gate.open(CallClass.POLL).salesforce


def test_a_secret_that_nobody_has_set_is_named() -> None:
    with pytest.raises(CrmError, match="secret arn:hubspot has no portal_id"):
        ingress.secret_value("arn:hubspot", "portal_id")


@pytest.mark.parametrize(
    ("login_url", "audience"),
    [
        ("https://login.salesforce.com", "https://login.salesforce.com"),
        ("https://acme.my.salesforce.com", "https://login.salesforce.com"),
        ("https://test.salesforce.com", "https://test.salesforce.com"),
        ("https://acme--uat.sandbox.my.salesforce.com", "https://test.salesforce.com"),
    ],
)
def test_a_sandbox_has_its_own_audience(login_url: str, audience: str) -> None:
    assert salesforce_crm._audience(login_url) == audience


SDKS = {"boto3", "hubspot", "simple_salesforce", "requests", "jsonschema", "defusedxml", "zeep", "cryptography"}


@pytest.mark.parametrize(
    ("function", "used"),
    [
        ("hubspot_webhook", {"boto3"}),
        ("salesforce_outbound", {"boto3", "defusedxml"}),
        ("salesforce_change_event", {"boto3"}),
        ("hubspot_poll", {"boto3", "hubspot"}),
        ("salesforce_poll", {"boto3", "simple_salesforce", "requests"}),
        ("sync_records", {"boto3", "hubspot", "simple_salesforce", "requests"}),
        ("import_records", {"boto3", "hubspot", "simple_salesforce", "requests"}),
        ("reconcile", {"boto3", "hubspot", "simple_salesforce", "requests"}),
        ("resume_parked", {"boto3"}),
        ("flush_stamps", {"boto3", "hubspot"}),
    ],
)
def test_no_function_imports_an_sdk_that_it_does_not_use(function: str, used: set[str]) -> None:
    script = f"import sys; import app; print(*sorted(set(sys.modules) & {SDKS}))"
    finished = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "functions" / function,
        env={"PATH": "", "PYTHONPATH": str(ROOT / "layers" / "crmsync")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert set(finished.stdout.split()) <= used
