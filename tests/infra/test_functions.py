from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from crmsync.usecases.imports.import_jobs import LEASE
from crmsync.usecases.reconcile import nightly_round, rounds

from sandbox.aws.template import Template

NAMES = {
    "HubspotWebhookFunction": "functions/hubspot_webhook/",
    "SalesforceOutboundFunction": "functions/salesforce_outbound/",
    "SalesforceChangeEventFunction": "functions/salesforce_change_event/",
    "SalesforcePollFunction": "functions/salesforce_poll/",
    "HubspotPollFunction": "functions/hubspot_poll/",
    "SyncRecordsFunction": "functions/sync_records/",
    "ImportRecordsFunction": "functions/import_records/",
    "ReconcileFunction": "functions/reconcile/",
    "ResumeParkedFunction": "functions/resume_parked/",
    "FlushStampsFunction": "functions/flush_stamps/",
    "RefreshLimitsFunction": "functions/refresh_limits/",
    "ConfigGuardFunction": "functions/config_guard/",
    "AdminFunction": "functions/admin/",
}
ENVIRONMENT = {
    "STAGE",
    "PARAMETER_PATH",
    "LINKS_TABLE",
    "API_USAGE_TABLE",
    "PARKED_TABLE",
    "JOBS_TABLE",
    "CONFIG_TABLE",
    "HISTORY_TABLE",
    "CHANGE_QUEUE_URL",
    "BULK_CHANGE_QUEUE_URL",
    "IMPORT_QUEUE_URL",
    "RECONCILE_QUEUE_URL",
    "EXPORT_BUCKET",
    "HUBSPOT_SECRET_ARN",
    "SALESFORCE_SECRET_ARN",
    "SALESFORCE_SESSION_SECRET_ARN",
    "HUBSPOT_BASE_URL",
    "HUBSPOT_API_VERSION",
    "SALESFORCE_LOGIN_URL",
    "SALESFORCE_API_VERSION",
    "CONFIG_CACHE_SECONDS",
    "STRETCHED_POLL_MINUTES",
    "HISTORY_DAYS",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_LOG_LEVEL",
}
EXTRA = {
    "HubspotWebhookFunction": {"HUBSPOT_WEBHOOK_URL"},
    "AdminFunction": {
        "HUBSPOT_WEBHOOK_URL",
        "SALESFORCE_WEBHOOK_URL",
        "HUBSPOT_POLL_RATE",
        "SALESFORCE_POLL_RATE",
    },
}


def test_the_logical_ids_are_the_functions_of_the_design(functions: dict[str, Any]) -> None:
    assert set(functions) == set(NAMES)


@pytest.mark.parametrize(("function", "folder"), NAMES.items())
def test_each_has_its_own_folder(template: Template, function: str, folder: str) -> None:
    assert template["Resources"][function]["Properties"]["CodeUri"] == folder


@pytest.mark.parametrize("function", NAMES)
def test_each_runs_the_template_s_python_on_the_chosen_architecture(functions: dict[str, Any], function: str) -> None:
    properties = functions[function]
    assert properties["Runtime"] == "python3.13"
    assert properties["Handler"] == "app.handler"
    assert properties["Architectures"] == [{"Ref": "Architecture"}]


@pytest.mark.parametrize("function", NAMES)
def test_each_has_both_layers(functions: dict[str, Any], function: str) -> None:
    layers = [layer["Ref"] for layer in functions[function]["Layers"]]
    assert [layer.startswith(name) for layer, name in zip(layers, ("DepsLayer", "CrmsyncLayer"), strict=True)]


@pytest.mark.parametrize("function", NAMES)
def test_each_is_traced(functions: dict[str, Any], function: str) -> None:
    assert functions[function]["TracingConfig"] == {"Mode": "Active"}


@pytest.mark.parametrize("function", NAMES)
def test_each_has_exactly_the_known_environment(functions: dict[str, Any], function: str) -> None:
    assert set(functions[function]["Environment"]["Variables"]) == ENVIRONMENT | EXTRA.get(function, set())


@pytest.mark.parametrize("function", NAMES)
def test_each_writes_to_its_own_log_group_which_forgets(
    functions: dict[str, Any], resources: dict[str, Any], function: str
) -> None:
    group = functions[function]["LoggingConfig"]["LogGroup"]["Ref"]
    assert group == function.replace("Function", "LogGroup")
    assert resources[group]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_every_log_group_forgets(resources: dict[str, Any]) -> None:
    groups = [resource for resource in resources.values() if resource["Type"] == "AWS::Logs::LogGroup"]
    assert len(groups) == len(NAMES) + 1
    assert all("RetentionInDays" in group["Properties"] for group in groups)


def test_whoever_sends_itself_what_must_come_again_is_not_stopped_as_a_loop(functions: dict[str, Any]) -> None:
    """Lambda would end a chain after sixteen turns, and a page, a wait for calls, and a retry is each one."""
    allowed = {name for name, properties in functions.items() if properties.get("RecursiveLoop") == "Allow"}
    assert allowed == {"SyncRecordsFunction", "ImportRecordsFunction", "ReconcileFunction"}


def test_the_worker_s_time_fits_the_lease_and_the_queues(functions: dict[str, Any], resources: dict[str, Any]) -> None:
    timeout = functions["SyncRecordsFunction"]["Timeout"]
    assert timeout == 60
    for queue in ("ChangeQueue", "BulkChangeQueue"):
        assert resources[queue]["Properties"]["VisibilityTimeout"] == 6 * timeout


@pytest.mark.parametrize(
    ("function", "queue", "lease"),
    [("ImportRecordsFunction", "ImportQueue", LEASE), ("ReconcileFunction", "ReconcileQueue", rounds.LEASE)],
)
def test_a_turn_of_long_work_fits_its_lease_and_its_queue(
    functions: dict[str, Any], resources: dict[str, Any], function: str, queue: str, lease: int
) -> None:
    timeout = functions[function]["Timeout"]
    assert timeout * 1_000 < lease
    assert resources[queue]["Properties"]["VisibilityTimeout"] == 6 * timeout


def test_the_queue_asks_for_a_round_s_first_turn_when_the_schedule_s_invocation_is_over(
    functions: dict[str, Any],
) -> None:
    assert functions["ReconcileFunction"]["Timeout"] * 1_000 < nightly_round.IF_NOTHING_COMES


@pytest.mark.parametrize("function", ["ResumeParkedFunction", "ConfigGuardFunction"])
def test_a_round_of_every_minute_ends_within_it(functions: dict[str, Any], function: str) -> None:
    assert functions[function]["Timeout"] < 60


def test_a_first_deployment_needs_no_parameter(template: Template) -> None:
    assert [name for name, parameter in template["Parameters"].items() if "Default" not in parameter] == []


def test_nothing_is_deployed_from_outside_functions_and_layers(template: Template) -> None:
    codes = [
        resource["Properties"].get("CodeUri") or resource["Properties"].get("ContentUri")
        for resource in template["Resources"].values()
        if resource["Type"].startswith("AWS::Serverless::")
    ]
    assert {Path(code).parts[0] for code in codes} == {"functions", "layers"}
