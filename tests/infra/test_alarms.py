from __future__ import annotations

from typing import Any

import pytest
from crmsync.core.feed_health import JUDGED
from crmsync.core.quota_state import WARNINGS
from crmsync.core.record import Side
from crmsync.usecases.refresh_limits import USED
from crmsync.usecases.sync.opt_outs import PENDING


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
        "ReconcileDeadLetterQueue",
        "EventDeadLetterQueue",
    }
    assert {alarm["Threshold"] for alarm in found.values()} == {0}


def test_a_waiting_change_rings(resources: dict[str, Any]) -> None:
    assert set(alarms(resources, "ApproximateAgeOfOldestMessage")) == {"ChangeQueue", "BulkChangeQueue"}


def test_every_failing_function_rings(resources: dict[str, Any], functions: dict[str, Any]) -> None:
    assert set(alarms(resources, "Errors")) == set(functions)


def test_an_opt_out_that_could_not_be_carried_rings(resources: dict[str, Any]) -> None:
    alarm = resources["OptOutsPendingAlarm"]["Properties"]
    assert alarm["MetricName"] == PENDING
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "crmsync"}]
    assert alarm["Threshold"] == 0
    assert alarm["TreatMissingData"] == "notBreaching"
    assert alarm["AlarmActions"]


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


def test_a_breaker_that_holds_something_rings(resources: dict[str, Any]) -> None:
    """The metric is what the worker counts under these dimensions (see `usecases/sync/breakers.py`)."""
    found = [one["Properties"] for one in resources.values() if one["Properties"].get("MetricName") == "BreakerHeld"]
    dimensions = [{one["Name"]: one["Value"] for one in alarm["Dimensions"]} for alarm in found]
    assert dimensions == [{"service": "crmsync", "breaker": breaker} for breaker in ("clears", "deletions")]
    assert {alarm["Threshold"] for alarm in found} == {0}


def test_the_metrics_of_two_stages_ring_their_own_alarms(template: dict[str, Any], resources: dict[str, Any]) -> None:
    alarms = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::CloudWatch::Alarm"]
    ours = [alarm["Namespace"] for alarm in alarms if not str(alarm["Namespace"]).startswith("AWS/")]
    told = template["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    assert told == {"Fn::Sub": "crmsync/${Stage}"}
    assert ours == [told] * 9


def test_a_quota_that_runs_short_rings_at_75_and_at_90_per_cent(resources: dict[str, Any]) -> None:
    found = [one["Properties"] for one in resources.values() if one["Properties"].get("MetricName") == USED]
    watched = {
        (next(one["Value"] for one in alarm["Dimensions"] if one["Name"] == "side"), alarm["Threshold"])
        for alarm in found
    }
    assert watched == {(side, level) for side in Side for level in WARNINGS}
    assert {(alarm["Statistic"], alarm["ComparisonOperator"]) for alarm in found} == {
        ("Maximum", "GreaterThanOrEqualToThreshold")
    }
