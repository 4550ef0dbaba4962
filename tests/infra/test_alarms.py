from __future__ import annotations

from typing import Any

import pytest


def alarms(resources: dict[str, Any], metric: str) -> dict[str, Any]:
    """By what they watch: the logical id of a queue or function."""
    found = {}
    for resource in resources.values():
        properties = resource["Properties"]
        if resource["Type"] == "AWS::CloudWatch::Alarm" and properties["MetricName"] == metric:
            (dimension,) = properties["Dimensions"]
            watched = dimension["Value"].get("Ref") or dimension["Value"]["Fn::GetAtt"][0]
            found[watched] = properties
    return found


def test_every_dead_letter_rings(resources: dict[str, Any]) -> None:
    found = alarms(resources, "ApproximateNumberOfMessagesVisible")
    assert set(found) == {
        "ChangeDeadLetterQueue",
        "BulkChangeDeadLetterQueue",
        "ImportDeadLetterQueue",
        "EventDeadLetterQueue",
    }
    assert {alarm["Threshold"] for alarm in found.values()} == {0}


def test_a_waiting_change_rings(resources: dict[str, Any]) -> None:
    assert set(alarms(resources, "ApproximateAgeOfOldestMessage")) == {"ChangeQueue", "BulkChangeQueue"}


def test_every_failing_function_rings(resources: dict[str, Any], functions: dict[str, Any]) -> None:
    assert set(alarms(resources, "Errors")) == set(functions)


@pytest.mark.parametrize("metric", ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "Errors"])
def test_alarms_tell_the_optional_topic(resources: dict[str, Any], metric: str) -> None:
    for alarm in alarms(resources, metric).values():
        assert alarm["AlarmActions"] == {
            "Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]
        }
        assert alarm["TreatMissingData"] == "notBreaching"
