"""What a million changes of linked contacts cost at public prices, from the measured figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import mean, median

from benchmarks import runs
from benchmarks.figures import Row, Section
from benchmarks.function_logs import Invocation, invocations
from benchmarks.lab import Lab
from benchmarks.local_worker import Spent
from benchmarks.prices import (
    HTTP_API_REQUEST,
    LAMBDA_GB_SECOND,
    LAMBDA_REQUEST,
    LOG_BYTE,
    MILLION,
    PARTNER_EVENT,
    READ_UNIT,
    SQS_REQUEST,
    TRACE,
    WRITE_UNIT,
    Price,
    price_list,
)
from sandbox.stack.stack import Stack

IN_BATCHES, ONE_BY_ONE = 10.0, 20.0
"""Dollars."""

BATCH, SINGLE = 100, 1
MESSAGES_A_RECEIVE = 10
PLATFORM_LOG_BYTES = 400
"""START, END and REPORT of an invocation, as AWS writes them."""

ACCESS_LOG_BYTES = 250
TRACED = 0.05
CRM_ANSWER_S = 0.3
WORKER, WEBHOOK, EVENT = "SyncRecordsFunction", "HubspotWebhookFunction", "SalesforceChangeEventFunction"

Bill = Mapping[Price, float]
"""How many units of each price one change and its echo take."""


@dataclass(frozen=True, slots=True)
class Work:
    """The worker's part of one change and its echo: seconds, log, DynamoDB units, CRM calls."""

    seconds: float
    log_bytes: float
    write_units: float
    read_units: float
    calls: float

    @classmethod
    def of(cls, spent: Sequence[Spent]) -> Work:
        """The mean of a record; the time is that of the middle run, since the emulator has busy moments."""
        records = sum(one.outcomes.total() for one in spent)
        uses = [use for one in spent for use in one.items.values()]
        return cls(
            seconds=median(one.wall / one.outcomes.total() for one in spent) / 1_000,
            log_bytes=sum(one.log_bytes for one in spent) / records,
            write_units=sum(use.write_units for use in uses) / records,
            read_units=sum(use.read_units for use in uses) / records,
            calls=sum(one.calls for one in spent) / records,
        )

    def and_its_echo(self, echo: Work) -> Work:
        return Work(
            self.seconds + echo.seconds,
            self.log_bytes + echo.log_bytes,
            self.write_units + echo.write_units,
            self.read_units + echo.read_units,
            self.calls + echo.calls,
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """What one delivery takes of its trigger function."""

    gigabytes: float
    seconds: float
    log_bytes: float


def measure(lab: Lab) -> Section:
    bursts, changes = runs.bursts(lab), runs.isolated_changes(lab)
    burst = Work.of([*bursts[runs.WEBHOOKS], *bursts[runs.SINGLES]]).and_its_echo(Work.of(bursts[runs.ECHOES]))
    updates = [*changes[runs.HUBSPOT_CHANGE], *changes[runs.SALESFORCE_CHANGE]]
    echoes = [*changes[runs.HUBSPOT_ECHO], *changes[runs.SALESFORCE_ECHO]]
    alone = Work.of(updates).and_its_echo(Work.of(echoes))
    in_batches, one_by_one = _bill(lab.stack, burst, BATCH), _bill(lab.stack, alone, SINGLE)
    gigabytes = _gigabytes(lab.stack, WORKER)
    return Section(
        (
            Row("in batches of 100", _dollars(in_batches), "USD a million", IN_BATCHES),
            *_parts(in_batches),
            Row("one by one", _dollars(one_by_one), "USD a million", ONE_BY_ONE),
            *_parts(one_by_one),
            Row("in batches, waiting for real CRMs on top", _waiting(burst, gigabytes), "USD a million"),
            Row("one by one, waiting for real CRMs on top", _waiting(alone, gigabytes), "USD a million"),
        ),
        f"{_REMARKS}\n{price_list()}",
    )


def _bill(stack: Stack, work: Work, batch: int) -> Bill:
    """Half of the changes come by webhook and echo as change event, the other half the other way round."""
    webhooks, events, invocations_of_worker = 1 / batch, 1.0, 2 / batch
    webhook, event = _trigger(stack, WEBHOOK, batch), _trigger(stack, EVENT, SINGLE)
    receives = (webhooks + events) / (MESSAGES_A_RECEIVE if batch > 1 else 1)
    started = webhooks + events + invocations_of_worker
    seconds = work.seconds * _gigabytes(stack, WORKER)
    seconds += webhooks * webhook.seconds * webhook.gigabytes + events * event.seconds * event.gigabytes
    log_bytes = work.log_bytes + webhooks * (webhook.log_bytes + ACCESS_LOG_BYTES) + events * event.log_bytes
    return {
        LAMBDA_REQUEST: started,
        LAMBDA_GB_SECOND: seconds,
        SQS_REQUEST: webhooks + events + 2 * receives,
        WRITE_UNIT: work.write_units,
        READ_UNIT: work.read_units,
        HTTP_API_REQUEST: webhooks,
        PARTNER_EVENT: events,
        LOG_BYTE: log_bytes + started * PLATFORM_LOG_BYTES,
        TRACE: started * TRACED,
    }


def _trigger(stack: Stack, function: str, changes: int) -> Trigger:
    """Of those deliveries that brought so many changes; of all, when none did."""
    played = [one for one in invocations(stack, function) if one.lines]
    chosen = [one for one in played if one.says(f'"ChangesReceived":[{changes}.0]')] or played
    seconds = median(one.duration for one in chosen) / 1_000
    return Trigger(_gigabytes(stack, function), seconds, mean(map(_log_bytes, chosen)))


def _log_bytes(invocation: Invocation) -> int:
    return sum(len(line.encode()) for line in invocation.lines)


def _gigabytes(stack: Stack, function: str) -> float:
    configuration = stack.aws.functions.get_function_configuration(FunctionName=stack.physical_ids[function])
    return configuration["MemorySize"] / 1_024


def _dollars(bill: Bill) -> float:
    return MILLION * sum(price.dollars * units for price, units in bill.items())


def _parts(bill: Bill) -> list[Row]:
    """By service, dearest first."""
    services: defaultdict[str, float] = defaultdict(float)
    for price, units in bill.items():
        services[price.service] += MILLION * price.dollars * units
    ordered = sorted(services.items(), key=itemgetter(1), reverse=True)
    return [Row(f"of that: {service}", dollars, "USD a million") for service, dollars in ordered]


def _waiting(work: Work, gigabytes: float) -> float:
    return MILLION * work.calls * CRM_ANSWER_S * gigabytes * LAMBDA_GB_SECOND.dollars


_REMARKS = """
A million changes of linked contacts, half of them in each CRM, each with its echo: HubSpot's come by webhook,
Salesforce's by change event. From the measured items, times and log bytes. Lambda time is wall time against the
emulator and against simulators that answer in milliseconds.

Waiting for real CRMs: the Lambda time that it adds if each call takes 0.3 s. It is not in the sums, since no real CRM
was measured. One by one it is more than all the rest, at the memory that template.yaml gives the worker.

Not in it: free tiers, what a month costs without any change (schedules, alarms, custom metrics, secrets, storage,
backups), and data transfer to the CRMs. Assumed: 400 bytes of platform log an invocation, 250 bytes of access log a
webhook, 5 % of the invocations traced.
"""
