"""What every function has that takes events: a clock, the queues, secrets, telemetry. boto3 is the only SDK."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_feed_log import DynamoFeedLog
from crmsync.adapters.aws.powertools_telemetry import PowertoolsTelemetry
from crmsync.adapters.aws.secrets import Secrets
from crmsync.adapters.aws.sqs_queue import SqsChangeQueue
from crmsync.adapters.system import SystemClock
from crmsync.bootstrap.settings import settings
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.ports.clock import Clock
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.queue import ChangeQueue


@cache
def clock() -> Clock:
    return SystemClock()


@cache
def telemetry() -> PowertoolsTelemetry:
    return PowertoolsTelemetry("crmsync", settings().metrics_namespace)


@cache
def queue() -> ChangeQueue:
    return SqsChangeQueue(clients.sqs(), settings().change_queue_url, settings().bulk_change_queue_url)


@cache
def feed_log() -> FeedLog:
    """Whoever sends events waits for no note: one attempt, half a second at most."""
    return DynamoFeedLog(clients.hasty_dynamodb(), settings().jobs_table, clock())


@cache
def secrets() -> Secrets:
    return Secrets(clients.secretsmanager(), clock())


def secret_value(arn: str, key: str) -> str:
    """Raises CrmError(BAD_CONFIGURATION) while nobody has set it."""
    value = str(secrets().get(arn).get(key) or "")
    if not value:
        message = f"secret {arn} has no {key}: set it as the README says"
        raise CrmError(Failure(Consequence.BAD_CONFIGURATION, "configuration", message))
    return value
