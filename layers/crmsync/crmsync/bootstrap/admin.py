"""Wires the admin function: the table of its commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.adapters.aws.dynamodb_history_walk import DynamoHistoryWalk
from crmsync.adapters.aws.queue_depths import SqsQueueDepths
from crmsync.adapters.aws.ssm_parameters import SsmParameters
from crmsync.bootstrap.config_guard import guard_configuration
from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.imports import exports, free_calls, import_jobs, import_queue
from crmsync.bootstrap.ingress import clock, queue, secret_value
from crmsync.bootstrap.reconcile import rounds, turns
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import (
    breakers,
    feeds,
    history,
    jobs,
    ledger,
    links,
    parking,
    randomness,
)
from crmsync.bootstrap.sync_ports import sync_ports
from crmsync.core.record import Side
from crmsync.core.stamped_link import LinkSource
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.usecases.admin.adopt_links import AdoptionCommand, StartAdoption
from crmsync.usecases.admin.confirm_breaker import ConfirmBreaker
from crmsync.usecases.admin.crm_checks import CrmChecks
from crmsync.usecases.admin.dispatch import Command
from crmsync.usecases.admin.doctor import Doctor
from crmsync.usecases.admin.erase_person import ErasePerson
from crmsync.usecases.admin.feeds_shown import Feeds
from crmsync.usecases.admin.list_parked import ListParked
from crmsync.usecases.admin.list_previews import ListPreviews
from crmsync.usecases.admin.plan_record import PlanRecord
from crmsync.usecases.admin.resync import Resync
from crmsync.usecases.admin.retry_parked import RetryParked
from crmsync.usecases.admin.set_config import SetConfig
from crmsync.usecases.admin.set_quota import SetQuota
from crmsync.usecases.admin.setup_app import SetupApp
from crmsync.usecases.admin.setup_check import SetupCheck
from crmsync.usecases.admin.setup_properties import SetupProperties
from crmsync.usecases.admin.show_config import ShowConfig
from crmsync.usecases.admin.show_quota import ShowQuota
from crmsync.usecases.admin.show_record import ShowRecord
from crmsync.usecases.admin.show_status import ShowStatus
from crmsync.usecases.admin.show_usage import ShowUsage
from crmsync.usecases.admin.switch_sync import SwitchSync
from crmsync.usecases.admin.undo import Undo
from crmsync.usecases.adoption.adopt_links import AdoptLinks
from crmsync.usecases.imports.confirm_import import ConfirmImport
from crmsync.usecases.imports.import_jobs import Wish
from crmsync.usecases.imports.retry_failed import RetryFailed
from crmsync.usecases.imports.show_failed import ShowFailed
from crmsync.usecases.imports.show_import import ShowImport
from crmsync.usecases.imports.start_import import StartImport
from crmsync.usecases.imports.steer_import import SteerImport
from crmsync.usecases.quota_states import QuotaStates
from crmsync.usecases.reconcile.fill_mapping import FillMapping
from crmsync.usecases.reconcile.show_round import ShowReport, ShowRound, StartReconcile
from crmsync.usecases.reconcile.start_round import StartRound
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.sync.shadow import shadow_of


@cache
def commands() -> Mapping[str, Command]:
    """By the name that the request gives."""
    return {
        "status": _show_status(),
        "usage": ShowUsage(ledger(), clock()),
        "quota.show": _show_quota(),
        "quota.set": SetQuota(_set_config(), _show_quota()),
        "parked.list": ListParked(parking()),
        "parked.retry": RetryParked(parking(), clock()),
        "record.show": _show_record(),
        "record.plan": _plan_record(),
        "preview.list": ListPreviews(parking(), _fresh_configurations()),
        "config.show": ShowConfig(_fresh_configurations(), _parameters(), jobs()),
        "config.set": _set_config(),
        "pause": _switch_sync(pauses=True),
        "resume": _switch_sync(pauses=False),
        "breaker.confirm": ConfirmBreaker(breakers(), parking(), _fresh_configurations(), clock()),
        "privacy.erase": ErasePerson(links(), queue(), clock()),
        **_import_commands(),
        **_reconcile_commands(),
        "resync": Resync(_sync_ports(), FillMapping(_start_round())),
        "undo": Undo(_sync_ports(), DynamoHistoryWalk(clients.dynamodb(), settings().history_table)),
        "doctor": Doctor(_crm_checks(), _show_status()),
        "setup.check": SetupCheck(_crm_checks()),
        "setup.properties": SetupProperties(
            crm_gate("admin"), _parameters(), lambda: guard_configuration()(force=True)
        ),
        "setup.app": _setup_app(),
        "links.adopt": StartAdoption(_adopt_links(), LinkSource.ADOPT),
        "links.rebuild": StartAdoption(_adopt_links(), LinkSource.REBUILD),
        "links.status": AdoptionCommand(_adopt_links().state),
        "links.work": AdoptionCommand(_adopt_links().go_on),
        "links.cancel": AdoptionCommand(_adopt_links().cancel),
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
        "import.retry": RetryFailed(import_jobs(), import_queue(), active),
    }


def _reconcile_commands() -> Mapping[str, Command]:
    return {
        "reconcile.start": StartReconcile(_start_round()),
        "reconcile.status": ShowRound(rounds()),
        "reconcile.report": ShowReport(rounds()),
    }


def _start_round() -> StartRound:
    return StartRound(rounds(), turns(), _fresh_configurations())


def _sync_ports() -> SyncPorts:
    """As a worker has them, with the configuration as it was just set."""
    return replace(sync_ports("admin"), configurations=_fresh_configurations())


def _show_status() -> ShowStatus:
    depths = SqsQueueDepths(clients.sqs(), settings().change_queue_url, settings().bulk_change_queue_url)
    return ShowStatus(_fresh_configurations(), depths, parking(), ledger(), _feeds(), clock())


def _feeds() -> Feeds:
    rates = {Side.HUBSPOT: settings().hubspot_poll_rate, Side.SALESFORCE: settings().salesforce_poll_rate}
    return Feeds(feeds(), jobs(), rates, settings().poll_stretched)


def _show_quota() -> ShowQuota:
    return ShowQuota(QuotaStates(ledger(), _fresh_configurations(), clock()))


def _show_record() -> ShowRecord:
    return ShowRecord(links(), parking(), history(), _fresh_configurations(), crm_gate("admin"), clock())


def _plan_record() -> PlanRecord:
    return PlanRecord(shadow_of(_sync_ports()))


def _set_config() -> SetConfig:
    return SetConfig(_fresh_configurations(), _parameters(), guard_configuration())


def _switch_sync(*, pauses: bool) -> SwitchSync:
    return SwitchSync(pauses, _set_config(), parking(), jobs(), clock(), randomness())


def _crm_checks() -> CrmChecks:
    """The token goes to HubSpot alone, which is asked what it may do."""
    return CrmChecks(
        crm_gate("admin"),
        _fresh_configurations(),
        lambda: secret_value(settings().hubspot_secret_arn, "access_token"),
        clock(),
    )


def _setup_properties() -> SetupProperties:
    return SetupProperties(crm_gate("admin"), _parameters(), lambda: guard_configuration()(force=True))


def _setup_app() -> SetupApp:
    return SetupApp(_fresh_configurations(), settings().hubspot_webhook_url, settings().salesforce_webhook_url)


@cache
def _adopt_links() -> AdoptLinks:
    return AdoptLinks(jobs(), links(), _fresh_configurations(), crm_gate("admin"), clock(), randomness())


@cache
def _fresh_configurations() -> ConfigurationStore:
    """Remembers nothing: an administrator sees what was just set."""
    return DynamoConfigurations(clients.dynamodb(), settings().config_table, clock(), cached=0)


@cache
def _parameters() -> Parameters:
    return SsmParameters(clients.ssm(), settings().parameter_path)
