from __future__ import annotations

from typing import Any

import pytest

from sandbox.aws.template import Template

RATES = {
    "SalesforcePollFunction": ("SalesforcePollRate", "rate(5 minutes)"),
    "HubspotPollFunction": ("HubspotPollRate", "rate(5 minutes)"),
    "ResumeParkedFunction": ("ResumeParkedRate", "rate(1 minute)"),
    "FlushStampsFunction": ("FlushStampsRate", "rate(5 minutes)"),
    "RefreshLimitsFunction": ("RefreshLimitsRate", "rate(15 minutes)"),
    "ConfigGuardFunction": ("ConfigGuardRate", "rate(1 minute)"),
    "AdminFunction": ("AdoptLinksRate", "rate(1 minute)"),
    "ReconcileFunction": ("ReconcileRate", "cron(17 2 * * ? *)"),
}
DEAD_LETTERS = {"Arn": {"Fn::GetAtt": ["EventDeadLetterQueue", "Arn"]}}


def rules(resources: dict[str, Any]) -> dict[str, Any]:
    found = {name: resource for name, resource in resources.items() if resource["Type"] == "AWS::Events::Rule"}
    return {name: resource["Properties"] for name, resource in found.items()}


def test_every_target_says_how_often_it_is_retried_and_where_lost_events_go(resources: dict[str, Any]) -> None:
    targets = [target for rule in rules(resources).values() for target in rule["Targets"]]
    assert len(targets) == len(RATES) + 2
    for target in targets:
        assert target["DeadLetterConfig"] == DEAD_LETTERS
        assert set(target["RetryPolicy"]) == {"MaximumRetryAttempts", "MaximumEventAgeInSeconds"}


@pytest.mark.parametrize(("function", "rate"), RATES.items())
def test_schedules_are_parameters(
    resources: dict[str, Any], template: Template, function: str, rate: tuple[str, str]
) -> None:
    parameter, default = rate
    rule = rules(resources)[f"{function}Schedule"]
    assert rule["ScheduleExpression"] == {"Ref": parameter}
    assert rule["State"] == {"Ref": "SchedulesState"}
    assert template["Parameters"][parameter]["Default"] == default


def test_nothing_else_is_scheduled(resources: dict[str, Any]) -> None:
    scheduled = {name for name, rule in rules(resources).items() if "ScheduleExpression" in rule}
    assert scheduled == {f"{function}Schedule" for function in RATES}
    assert not [name for name, found in resources.items() if found["Type"] == "AWS::Scheduler::Schedule"]


@pytest.mark.parametrize("function", [*RATES, "SalesforceChangeEventFunction"])
def test_asynchronous_functions_say_how_often_they_are_retried(resources: dict[str, Any], function: str) -> None:
    properties = resources[f"{function}EventInvokeConfig"]["Properties"]
    assert properties["MaximumRetryAttempts"] == (2 if function == "SalesforceChangeEventFunction" else 0)


def test_a_change_event_that_no_attempt_could_take_is_kept(resources: dict[str, Any]) -> None:
    properties = resources["SalesforceChangeEventFunctionEventInvokeConfig"]["Properties"]
    assert properties["DestinationConfig"]["OnFailure"]["Destination"] == DEAD_LETTERS["Arn"]


def test_change_events_are_off_until_there_is_a_bus(resources: dict[str, Any], template: Template) -> None:
    assert template["Parameters"]["ChangeEventBusName"]["Default"] == ""
    assert template["Parameters"]["ChangeEventSourcePrefix"]["Default"] == "aws.partner/salesforce.com"
    for name in ("ChangeEventRule", "ChangeEventPermission"):
        assert resources[name]["Condition"] == "HasChangeEventBus"
    assert rules(resources)["ChangeEventRule"]["EventPattern"] == {
        "source": [{"prefix": {"Ref": "ChangeEventSourcePrefix"}}]
    }


def test_an_edited_parameter_of_this_stage_wakes_config_guard(resources: dict[str, Any]) -> None:
    assert rules(resources)["ConfigGuardFunctionParameterChange"]["EventPattern"] == {
        "source": ["aws.ssm"],
        "detail-type": ["Parameter Store Change"],
        "detail": {"name": [{"prefix": {"Fn::Sub": "/crmsync/${Stage}/"}}]},
    }


def test_the_stack_owns_no_parameter(resources: dict[str, Any]) -> None:
    """An update of the stack would reset an administrator's edit."""
    assert not [name for name, found in resources.items() if found["Type"] == "AWS::SSM::Parameter"]
