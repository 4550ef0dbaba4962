from __future__ import annotations

from typing import Any
from unittest.mock import Mock

from sandbox.aws.shims.emulator_rights import grant_emulator_rights
from sandbox.aws.shims.parameter_change import parameter_change
from sandbox.aws.shims.partner_event_bus import BUS, create_partner_event_bus, source_of
from sandbox.aws.shims.time_to_live import enable_time_to_live
from sandbox.aws.shims.worker_concurrency import restate_worker_concurrency

SPECIFICATION = {"AttributeName": "expires_at", "Enabled": True}
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "LinksTable": {"Type": "AWS::DynamoDB::Table", "Properties": {"TimeToLiveSpecification": SPECIFICATION}},
        "PlainTable": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
        "ChangeQueue": {"Type": "AWS::SQS::Queue", "Properties": {}},
    }
}
PHYSICAL_IDS = {"LinksTable": "links-1", "PlainTable": "plain-1", "ChangeQueue": "queue-1"}


def dynamodb(status: str) -> Mock:
    return Mock(describe_time_to_live=Mock(return_value={"TimeToLiveDescription": {"TimeToLiveStatus": status}}))


def test_time_to_live_is_switched_on_where_the_template_wants_it() -> None:
    client = dynamodb("DISABLED")
    enable_time_to_live(TEMPLATE, PHYSICAL_IDS, client)
    client.update_time_to_live.assert_called_once_with(TableName="links-1", TimeToLiveSpecification=SPECIFICATION)


def test_time_to_live_is_not_switched_on_twice() -> None:
    client = dynamodb("ENABLED")
    enable_time_to_live(TEMPLATE, PHYSICAL_IDS, client)
    client.update_time_to_live.assert_not_called()


def test_concurrency_is_restated_as_a_number() -> None:
    mappings = [{"UUID": "a", "ScalingConfig": {"MaximumConcurrency": "2"}}, {"UUID": "b"}]
    client = Mock(list_event_source_mappings=Mock(return_value={"EventSourceMappings": mappings}))
    restate_worker_concurrency(client)
    client.update_event_source_mapping.assert_called_once_with(UUID="a", ScalingConfig={"MaximumConcurrency": 2})


def test_the_bus_is_created_once() -> None:
    client = Mock(list_event_buses=Mock(side_effect=[{"EventBuses": []}, {"EventBuses": [{"Name": BUS}]}]))
    create_partner_event_bus(client)
    create_partner_event_bus(client)
    client.create_event_bus.assert_called_once_with(Name=BUS)


def test_the_source_is_none_that_aws_reserves() -> None:
    assert not source_of("00DgK0000000001UAA").startswith("aws.")


def test_a_parameter_change_looks_as_aws_sends_it() -> None:
    event = parameter_change("/crmsync/sandbox/settings/contact")
    assert (event["source"], event["detail-type"]) == ("aws.ssm", "Parameter Store Change")
    assert event["detail"]["name"] == "/crmsync/sandbox/settings/contact"
    assert event["detail"]["operation"] == "Update"
    assert event["resources"][0].endswith(":parameter/crmsync/sandbox/settings/contact")


def role(*statements: dict[str, Any]) -> dict[str, Any]:
    policy = {"PolicyName": "function", "PolicyDocument": {"Statement": list(statements)}}
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy]}}}}


def granted(template: dict[str, Any]) -> list[dict[str, Any]]:
    return list(template["Resources"]["Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"])


def test_a_right_to_send_covers_the_batch_on_the_same_queue() -> None:
    template = role({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "queue"})
    grant_emulator_rights(template)
    assert granted(template) == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:SendMessageBatch"], "Resource": "queue"}
    ]


def test_calls_that_the_emulator_checks_against_everything_are_allowed_by_name() -> None:
    template = role({"Effect": "Allow", "Action": ["dynamodb:PartiQLUpdate"], "Resource": "table"})
    grant_emulator_rights(template)
    assert granted(template)[1:] == [{"Effect": "Allow", "Action": ["dynamodb:BatchExecuteStatement"], "Resource": "*"}]


def test_other_rights_stay_as_the_template_says() -> None:
    statement = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": "table"}
    template = role(statement)
    grant_emulator_rights(template)
    assert granted(template) == [statement]
