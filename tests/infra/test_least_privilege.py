from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_campaign_rounds import ROUND as CAMPAIGNS_ROUND
from crmsync.adapters.aws.dynamodb_owner_directories import ROUND

TABLES = {"LinksTable", "ApiUsageTable", "ParkedTable", "JobsTable", "ConfigTable", "HistoryTable"}
READS = {"GetItem", "BatchGetItem", "Query", "Scan"}

SECRETS = {
    "HubspotWebhook": {"HubspotSecret"},
    "SalesforceOutbound": {"SalesforceSecret"},
    "SalesforceChangeEvent": {"SalesforceSecret"},
    "SalesforcePoll": {"SalesforceSecret", "SalesforceSessionSecret"},
    "HubspotPoll": {"HubspotSecret"},
    "SyncRecords": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
    "ImportRecords": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
    "Reconcile": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
    "ResumeParked": set(),
    "FlushStamps": {"HubspotSecret"},
    "RefreshLimits": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
    "ConfigGuard": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
    "Admin": {"HubspotSecret", "SalesforceSecret", "SalesforceSessionSecret"},
}
SENDS = {
    "HubspotWebhook": {"ChangeQueue"},
    "SalesforceOutbound": {"ChangeQueue"},
    "SalesforceChangeEvent": {"ChangeQueue", "EventDeadLetterQueue"},
    "SalesforcePoll": {"BulkChangeQueue"},
    "HubspotPoll": {"BulkChangeQueue"},
    "SyncRecords": {"ChangeQueue", "BulkChangeQueue"},
    "ImportRecords": {"ImportQueue", "BulkChangeQueue"},
    "Reconcile": {"ReconcileQueue", "BulkChangeQueue"},
    "ResumeParked": {"ChangeQueue", "BulkChangeQueue"},
    "FlushStamps": {"BulkChangeQueue"},
    "RefreshLimits": set(),
    "ConfigGuard": set(),
    "Admin": {"ChangeQueue", "BulkChangeQueue", "ImportQueue", "ReconcileQueue"},
}
WRITES_TABLES = {
    "HubspotWebhook": {"JobsTable"},
    "SalesforceOutbound": {"JobsTable"},
    "SalesforceChangeEvent": {"JobsTable"},
    "SalesforcePoll": {"JobsTable", "ApiUsageTable"},
    "HubspotPoll": {"JobsTable", "ApiUsageTable"},
    "SyncRecords": TABLES,
    "ImportRecords": TABLES,
    "Reconcile": TABLES,
    "ResumeParked": {"ParkedTable", "JobsTable"},
    "FlushStamps": {"JobsTable", "ApiUsageTable"},
    "RefreshLimits": {"ApiUsageTable", "JobsTable"},
    "ConfigGuard": {"ConfigTable", "ParkedTable", "JobsTable", "ApiUsageTable"},
    "Admin": {"ConfigTable", "LinksTable", "ParkedTable", "JobsTable", "ApiUsageTable"},
}


def statements(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in resources.items():
        if resource["Type"] in {"AWS::IAM::Role", "AWS::IAM::ManagedPolicy"}:
            documents = [policy["PolicyDocument"] for policy in resource["Properties"].get("Policies", [])]
            documents += (
                [resource["Properties"]["PolicyDocument"]] if "PolicyDocument" in resource["Properties"] else []
            )
            for document in documents:
                for statement in document["Statement"]:
                    yield name, statement


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def target(arn: Any) -> str:
    """The logical id that an ARN is made from, or the text of it."""
    if isinstance(arn, dict):
        return str(arn.get("Ref") or arn.get("Fn::Sub") or arn["Fn::GetAtt"][0])
    return str(arn)


def rights(resources: dict[str, Any], function: str) -> set[tuple[str, str]]:
    return {
        (action, target(arn))
        for role, statement in statements(resources)
        if role == f"{function}Role"
        for action in listed(statement["Action"])
        for arn in listed(statement["Resource"])
    }


def targets(resources: dict[str, Any], function: str, *actions: str) -> set[str]:
    return {found for action, found in rights(resources, function) if action in actions}


def test_each_function_has_a_role_of_its_own(functions: dict[str, Any]) -> None:
    roles = {name: properties["Role"]["Fn::GetAtt"][0] for name, properties in functions.items()}
    assert roles == {name: name.replace("Function", "Role") for name in functions}


def test_the_only_managed_policy_is_ours(resources: dict[str, Any]) -> None:
    roles = [resource["Properties"] for resource in resources.values() if resource["Type"] == "AWS::IAM::Role"]
    assert len(roles) == len(SECRETS)
    assert all(role["ManagedPolicyArns"] == [{"Ref": "TracingPolicy"}] for role in roles)


def test_only_lambda_may_take_a_role(resources: dict[str, Any]) -> None:
    for resource in resources.values():
        if resource["Type"] == "AWS::IAM::Role":
            (statement,) = resource["Properties"]["AssumeRolePolicyDocument"]["Statement"]
            assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_no_action_is_a_wildcard(resources: dict[str, Any]) -> None:
    found = list(statements(resources))
    assert len(found) > len(SECRETS)
    for _, statement in found:
        assert not [action for action in listed(statement["Action"]) if "*" in action]


def test_no_resource_is_a_wildcard_except_where_aws_has_none_to_name(resources: dict[str, Any]) -> None:
    for role, statement in statements(resources):
        if "*" in [target(arn) for arn in listed(statement["Resource"])]:
            assert role == "TracingPolicy"
            assert {action.partition(":")[0] for action in statement["Action"]} == {"xray"}


def test_wildcards_within_resources_stay_under_the_stage_s_parameters_and_the_exports_of_imports(
    resources: dict[str, Any],
) -> None:
    partial = {
        target(arn) for _, statement in statements(resources) for arn in listed(statement["Resource"]) if arn != "*"
    }
    wild = {arn.rpartition(":")[2] for arn in partial if "*" in arn}
    assert wild == {"parameter/crmsync/${Stage}/*", "${ExportBucket.Arn}/imports/*"}


@pytest.mark.parametrize("function", SECRETS)
def test_secrets(resources: dict[str, Any], function: str) -> None:
    assert targets(resources, function, "secretsmanager:GetSecretValue") == SECRETS[function]


@pytest.mark.parametrize("function", SECRETS)
def test_functions_write_the_shared_session_and_no_other_secret(resources: dict[str, Any], function: str) -> None:
    written = targets(resources, function, "secretsmanager:PutSecretValue")
    assert written == SECRETS[function] & {"SalesforceSessionSecret"}


@pytest.mark.parametrize("function", SENDS)
def test_queues(resources: dict[str, Any], function: str) -> None:
    assert targets(resources, function, "sqs:SendMessage") == SENDS[function]


def test_only_the_worker_takes_changes_out_of_the_queues(resources: dict[str, Any]) -> None:
    taken = {name: targets(resources, name, "sqs:ReceiveMessage", "sqs:DeleteMessage") for name in SENDS}
    assert {name: queues for name, queues in taken.items() if queues} == {
        "SyncRecords": {"ChangeQueue", "BulkChangeQueue"},
        "ImportRecords": {"ImportQueue"},
        "Reconcile": {"ReconcileQueue"},
    }


def test_only_imports_and_administrators_read_and_write_the_exports(resources: dict[str, Any]) -> None:
    writers = {name for name in SECRETS if targets(resources, name, "s3:PutObject")}
    readers = {name for name in SECRETS if targets(resources, name, "s3:GetObject", "s3:ListBucket")}
    assert writers == readers == {"ImportRecords", "Admin"}


@pytest.mark.parametrize("function", WRITES_TABLES)
def test_tables(resources: dict[str, Any], function: str) -> None:
    written = {
        table
        for action, table in rights(resources, function)
        if action.startswith("dynamodb:") and action.partition(":")[2] not in READS
    }
    assert written == WRITES_TABLES[function]


@pytest.mark.parametrize("table", ["LinksTable", "ParkedTable", "HistoryTable"])
def test_a_round_may_do_with_records_what_the_worker_may(resources: dict[str, Any], table: str) -> None:
    """Both bring records in step by the same steps. Of PartiQL statements the emulator asks for less than AWS does."""
    of_worker = {action for action, found in rights(resources, "SyncRecords") if found == table}
    of_round = {action for action, found in rights(resources, "Reconcile") if found == table}
    assert of_worker <= of_round


@pytest.mark.parametrize("function", ["SyncRecords", "Reconcile", "ResumeParked", "ConfigGuard", "Admin"])
def test_whoever_has_parked_rows_tried_sooner_or_later_may_update_them(
    resources: dict[str, Any], function: str
) -> None:
    assert ("dynamodb:PartiQLUpdate", "ParkedTable") in rights(resources, function)


def test_the_worker_asks_for_owners_and_campaigns_and_changes_no_configuration(
    resources: dict[str, Any],
) -> None:
    (statement,) = [
        statement
        for role, statement in statements(resources)
        if role == "SyncRecordsRole"
        and target(listed(statement["Resource"])[0]) == "ConfigTable"
        and not {action.partition(":")[2] for action in listed(statement["Action"])} <= READS
    ]
    assert statement["Action"] == "dynamodb:UpdateItem"
    assert statement["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [ROUND[0], CAMPAIGNS_ROUND[0]]}
    }


def test_the_triggers_of_live_changes_note_that_they_were_heard_and_see_no_table(resources: dict[str, Any]) -> None:
    for function in ("HubspotWebhook", "SalesforceOutbound", "SalesforceChangeEvent"):
        found = {right for right in rights(resources, function) if right[0].startswith("dynamodb:")}
        assert found == {("dynamodb:UpdateItem", "JobsTable")}


def test_whoever_may_log_in_to_salesforce_may_take_the_lease_for_it(resources: dict[str, Any]) -> None:
    sharing = {name for name in SECRETS if "SalesforceSessionSecret" in SECRETS[name]}
    assert {name for name in sharing if "JobsTable" in targets(resources, name, "dynamodb:UpdateItem")} == sharing


def test_only_few_functions_scan_tables(resources: dict[str, Any]) -> None:
    scanned = {(name, table) for name in SECRETS for table in targets(resources, name, "dynamodb:Scan")}
    assert scanned == {
        ("ConfigGuard", "ParkedTable"),
        ("Admin", "ParkedTable"),
        ("Admin", "HistoryTable"),
        ("Reconcile", "LinksTable"),
    }


def test_no_function_touches_a_table_as_a_whole(resources: dict[str, Any]) -> None:
    administrative = ("CreateTable", "DeleteTable", "UpdateTable", "RestoreTable", "UpdateTimeToLive")
    actions = {action.partition(":")[2] for name in SECRETS for action, _ in rights(resources, name)}
    assert not actions & set(administrative)


def test_who_reads_and_who_edits_parameters(resources: dict[str, Any]) -> None:
    readers = {name for name in SECRETS if targets(resources, name, "ssm:GetParametersByPath")}
    editors = {name for name in SECRETS if targets(resources, name, "ssm:PutParameter")}
    assert (readers, editors) == ({"ConfigGuard", "Admin"}, {"Admin"})


@pytest.mark.parametrize("function", SECRETS)
def test_each_logs_to_its_own_group_only(resources: dict[str, Any], function: str) -> None:
    assert targets(resources, function, "logs:CreateLogStream", "logs:PutLogEvents") == {f"{function}LogGroup"}


def test_no_role_may_use_what_no_function_of_ours_calls(resources: dict[str, Any]) -> None:
    services = {action.partition(":")[0] for _, each in statements(resources) for action in listed(each["Action"])}
    assert services == {"dynamodb", "logs", "s3", "secretsmanager", "sqs", "ssm", "xray"}, json.dumps(sorted(services))
