from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.feed_health import JUDGED


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
    assert set(found) == {"ChangeDeadLetterQueue", "BulkChangeDeadLetterQueue", "EventDeadLetterQueue"}
    assert {alarm["Threshold"] for alarm in found.values()} == {0}


def test_a_waiting_change_rings(resources: dict[str, Any]) -> None:
    assert set(alarms(resources, "ApproximateAgeOfOldestMessage")) == {"ChangeQueue", "BulkChangeQueue"}


def test_every_failing_function_rings(resources: dict[str, Any], functions: dict[str, Any]) -> None:
    assert set(alarms(resources, "Errors")) == set(functions)


def test_a_lost_live_feed_rings(resources: dict[str, Any]) -> None:
    found = [one["Properties"] for one in resources.values() if one["Properties"].get("MetricName") == "FeedLost"]
    watched = [{dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]} for alarm in found]
    assert watched == [{"feed": feed, "service": "crmsync"} for feed in sorted(JUDGED.values())]
    for alarm in found:
        assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "notBreaching")
        assert alarm["AlarmActions"]["Fn::If"][0] == "HasAlarmTopic"


@pytest.mark.parametrize("metric", ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "Errors"])
def test_alarms_tell_the_optional_topic(resources: dict[str, Any], metric: str) -> None:
    for alarm in alarms(resources, metric).values():
        assert alarm["AlarmActions"] == {
            "Fn::If": ["HasAlarmTopic", [{"Ref": "AlarmTopicArn"}], {"Ref": "AWS::NoValue"}]
        }
        assert alarm["TreatMissingData"] == "notBreaching"
