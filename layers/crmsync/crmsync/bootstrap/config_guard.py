"""Wires config_guard."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.adapters.aws.ssm_parameters import SsmParameters
from crmsync.bootstrap.crms import crm_gate
from crmsync.bootstrap.ingress import clock, telemetry
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import campaign_rounds, jobs, owner_directories, parking, randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.usecases.guard_configuration import GuardConfiguration
from crmsync.usecases.refresh_campaigns import RefreshCampaigns
from crmsync.usecases.refresh_owners import RefreshOwners
from crmsync.usecases.watch.hourly_watch import HourlyWatch, Watched
from crmsync.usecases.watch.setup_audit_trail import SetupAuditTrail
from crmsync.usecases.watch.validation_rules import ValidationRules


@cache
def _configurations() -> ConfigurationStore:
    """Remembers nothing: a version is one above the active one, which another round may have made."""
    return DynamoConfigurations(clients.dynamodb(), settings().config_table, clock(), cached=0)


@cache
def guard_configuration() -> GuardConfiguration:
    return GuardConfiguration(
        parameters=SsmParameters(clients.ssm(), settings().parameter_path),
        store=_configurations(),
        gate=crm_gate("config_guard"),
        parking=parking(),
        jobs=jobs(),
        clock=clock(),
        randomness=randomness(),
        telemetry=telemetry(),
    )


@cache
def refresh_owners() -> RefreshOwners:
    return RefreshOwners(
        owner_directories(), _configurations(), crm_gate("config_guard"), parking(), clock(), telemetry()
    )


@cache
def watch_rules() -> HourlyWatch:
    return _watch(ValidationRules())


@cache
def watch_setup() -> HourlyWatch:
    return _watch(SetupAuditTrail(parking()))


def _watch(watched: Watched) -> HourlyWatch:
    return HourlyWatch(
        watched, jobs(), _configurations(), crm_gate("config_guard"), parking(), clock(), randomness(), telemetry()
    )


@cache
def refresh_campaigns() -> RefreshCampaigns:
    return RefreshCampaigns(
        campaign_rounds(),
        _configurations(),
        crm_gate("config_guard"),
        parking(),
        clock(),
        telemetry(),
        lambda: guard_configuration()(force=True),
    )
