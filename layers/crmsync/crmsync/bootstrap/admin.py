"""Wires the admin function: the table of its commands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.adapters.aws.queue_depths import SqsQueueDepths
from crmsync.adapters.aws.ssm_parameters import SsmParameters
from crmsync.bootstrap.config_guard import guard_configuration
from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.imports import exports, free_calls, import_jobs, import_queue
from crmsync.bootstrap.ingress import clock, queue
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import history, jobs, ledger, links, parking
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.usecases.admin.dispatch import Command
from crmsync.usecases.admin.list_parked import ListParked
from crmsync.usecases.admin.resync import Resync
from crmsync.usecases.admin.set_config import SetConfig
from crmsync.usecases.admin.show_config import ShowConfig
from crmsync.usecases.admin.show_record import ShowRecord
from crmsync.usecases.admin.show_status import ShowStatus
from crmsync.usecases.admin.show_usage import ShowUsage
from crmsync.usecases.imports.confirm_import import ConfirmImport
from crmsync.usecases.imports.import_jobs import Wish
from crmsync.usecases.imports.retry_failed import RetryFailed
from crmsync.usecases.imports.show_failed import ShowFailed
from crmsync.usecases.imports.show_import import ShowImport
from crmsync.usecases.imports.start_import import StartImport
from crmsync.usecases.imports.steer_import import SteerImport


@cache
def commands() -> Mapping[str, Command]:
    """By the name that the request gives."""
    return {
        "status": _show_status(),
        "usage": ShowUsage(ledger(), clock()),
        "parked.list": ListParked(parking()),
        "record.show": _show_record(),
        "config.show": ShowConfig(_fresh_configurations(), _parameters()),
        "config.set": SetConfig(_fresh_configurations(), _parameters(), guard_configuration()),
        **_import_commands(),
        "resync": Resync(_fresh_configurations(), queue(), clock()),
    }


def _import_commands() -> Mapping[str, Command]:
    gate, active = crm_gate("admin"), _fresh_configurations()
    return {
        "import.start": StartImport(import_jobs(), gate, active, free_calls()),
        "import.confirm": ConfirmImport(import_jobs(), import_queue(), active),
        "import.status": ShowImport(import_jobs()),
        "import.pause": SteerImport(import_jobs(), import_queue(), Wish.PAUSE),
        "import.resume": SteerImport(import_jobs(), import_queue(), Wish.RUN),
        "import.cancel": SteerImport(import_jobs(), import_queue(), Wish.CANCEL),
        "import.failed": ShowFailed(import_jobs(), exports()),
        "import.retry": RetryFailed(import_jobs(), exports(), queue()),
    }


def _show_status() -> ShowStatus:
    depths = SqsQueueDepths(clients.sqs(), settings().change_queue_url, settings().bulk_change_queue_url)
    return ShowStatus(_fresh_configurations(), depths, parking(), ledger(), jobs(), clock())


def _show_record() -> ShowRecord:
    return ShowRecord(links(), parking(), history(), _fresh_configurations(), crm_gate("admin"), clock())


@cache
def _fresh_configurations() -> ConfigurationStore:
    """Remembers nothing: an administrator sees what was just set."""
    return DynamoConfigurations(clients.dynamodb(), settings().config_table, clock(), cached=0)


@cache
def _parameters() -> Parameters:
    return SsmParameters(clients.ssm(), settings().parameter_path)
