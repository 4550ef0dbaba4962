import json
from types import ModuleType
from typing import Any

import pytest
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.core.mapping import FieldType, Kind
from crmsync.usecases.guard_configuration import GuardConfiguration
from crmsync.usecases.refresh_campaigns import RefreshCampaigns
from crmsync.usecases.refresh_owners import RefreshOwners
from crmsync.usecases.watch.hourly_watch import HourlyWatch
from crmsync.usecases.watch.setup_audit_trail import SetupAuditTrail
from crmsync.usecases.watch.validation_rules import ValidationRules

from sandbox.memory.campaign_rounds import MemoryCampaignRounds
from sandbox.memory.owner_directories import MemoryOwnerDirectories
from tests.component.functions.function_under_test import LambdaContext, example, load_app
from tests.unit.usecases.fake_crm import FakeGate
from tests.unit.usecases.fakes import (
    FakeClock,
    FakeConfigurations,
    FakeJobs,
    FakeParameters,
    FakeParking,
    FakeRandomness,
)


@pytest.fixture
def parameters() -> FakeParameters:
    return FakeParameters()


@pytest.fixture
def store() -> FakeConfigurations:
    return FakeConfigurations(configuration=None)


@pytest.fixture
def gate() -> FakeGate:
    return FakeGate()


@pytest.fixture
def app(
    monkeypatch: pytest.MonkeyPatch,
    telemetry: PowertoolsTelemetry,
    parameters: FakeParameters,
    store: FakeConfigurations,
    gate: FakeGate,
) -> ModuleType:
    app = load_app("config_guard")
    guard = GuardConfiguration(
        parameters,
        store,
        gate,
        FakeParking(),  # type: ignore[arg-type]
        FakeJobs(),
        FakeClock(),
        FakeRandomness(),
        telemetry,
    )
    ports: Any = (MemoryOwnerDirectories(), store, FakeGate(), FakeParking(), FakeClock(), telemetry)
    owners = RefreshOwners(*ports)
    monkeypatch.setattr(app, "guard_configuration", lambda: guard)
    monkeypatch.setattr(app, "refresh_owners", lambda: owners)
    rounds: Any = (MemoryCampaignRounds(), *ports[1:], lambda: guard(force=True))
    campaigns = RefreshCampaigns(*rounds)
    monkeypatch.setattr(app, "refresh_campaigns", lambda: campaigns)
    watched: Any = (FakeJobs(), store, FakeGate(), FakeParking(), FakeClock(), FakeRandomness(), telemetry)
    rules = HourlyWatch(ValidationRules(), *watched)
    monkeypatch.setattr(app, "watch_rules", lambda: rules)
    setup = HourlyWatch(SetupAuditTrail(watched[3]), *watched)
    monkeypatch.setattr(app, "watch_setup", lambda: setup)
    monkeypatch.setattr(app, "telemetry", lambda: telemetry)
    return app


def test_the_first_round_makes_the_defaults_active(app: ModuleType, store: FakeConfigurations) -> None:
    answer = app.handler(example("config_guard__schedule"), LambdaContext())
    assert (answer["outcome"], answer["version"], answer["owners_read"]) == ("activated", 1, True)
    assert answer["hastened_by_rules"] == 0
    assert store.configuration is not None
    assert app.handler(example("config_guard__schedule"), LambdaContext())["outcome"] == "unchanged"


def test_a_parameter_change_is_taken_at_once(app: ModuleType, parameters: FakeParameters) -> None:
    app.handler({"force": True}, LambdaContext())
    parameters.write("settings/contact", '{"create_in_hubspot": false}')
    answer = app.handler(example("config_guard__parameter_change"), LambdaContext())
    assert (answer["outcome"], answer["version"]) == ("activated", 2)


def test_a_malformed_parameter_is_named_with_place_reason_and_fix(
    app: ModuleType, parameters: FakeParameters, store: FakeConfigurations, capsys: pytest.CaptureFixture[str]
) -> None:
    app.handler({"force": True}, LambdaContext())
    parameters.write("settings/contact", '{"create_in_salesforce": "ada.king@example.com"}')
    answer = json.loads(json.dumps(app.handler(example("config_guard__parameter_change"), LambdaContext())))
    (refusal,) = answer["refusals"]
    assert (answer["outcome"], refusal["parameter"], refusal["place"]) == (
        "refused", "settings/contact", "/create_in_salesforce",
    )  # fmt: skip
    assert refusal["reason"]
    assert refusal["fix"]
    assert store.configuration is not None
    assert store.configuration.version == 1
    printed = capsys.readouterr().out
    assert "parameter refused" in printed
    assert "ada.king@example.com" not in printed


def test_person_accounts_are_noticed_although_a_parameter_is_refused(
    app: ModuleType, parameters: FakeParameters, store: FakeConfigurations, gate: FakeGate
) -> None:
    app.handler({"force": True}, LambdaContext())
    parameters.write("settings/contact", "{")
    gate.salesforce.known_types["Contact"] = {"IsPersonAccount": FieldType(Kind.BOOLEAN)}
    answer = app.handler(example("config_guard__parameter_change"), LambdaContext())
    assert (answer["outcome"], answer["version"]) == ("refused", 2)
    assert store.configuration is not None
    assert store.configuration.pairs["contact"].person_accounts
    assert [refusal.parameter for refusal in store.refused()] == ["settings/contact"]


def test_a_warm_up_does_nothing(app: ModuleType, store: FakeConfigurations) -> None:
    assert app.handler({"warmup": True}, LambdaContext()) == {"warmup": True}
    assert store.configuration is None
