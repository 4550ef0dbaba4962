"""A round of the function config_guard on the in-memory ports of a product."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crmsync.ports.budget import CrmGate
from crmsync.ports.configurations import ConfigurationStore, Parameters
from crmsync.ports.jobs import Jobs
from crmsync.ports.owner_directories import OwnerDirectories
from crmsync.usecases.guard_configuration import GuardConfiguration
from crmsync.usecases.refresh_campaigns import RefreshCampaigns
from crmsync.usecases.refresh_owners import RefreshOwners
from crmsync.usecases.sync.batch import SyncPorts
from crmsync.usecases.watch.hourly_watch import HourlyWatch
from crmsync.usecases.watch.setup_audit_trail import SetupAuditTrail
from crmsync.usecases.watch.validation_rules import ValidationRules


def guard_round(
    ports: SyncPorts,
    gate: Callable[[], CrmGate],
    parameters: Parameters,
    *,
    jobs: Jobs,
    configurations: ConfigurationStore,
    owners: OwnerDirectories,
) -> None:
    """`configurations` and `owners` are those that the round writes; each of its steps logs in by a gate of its own."""
    clock, randomness, telemetry, parking = ports.clock, ports.randomness, ports.telemetry, ports.parking
    guard = GuardConfiguration(parameters, configurations, gate(), parking, jobs, clock, randomness, telemetry)
    guard()
    RefreshOwners(owners, configurations, gate(), parking, clock, telemetry)()
    again = partial(guard, force=True)
    RefreshCampaigns(ports.campaigns, configurations, gate(), parking, clock, telemetry, again)()
    for watched in (ValidationRules(), SetupAuditTrail(parking)):
        HourlyWatch(watched, jobs, ports.configurations, gate(), parking, clock, randomness, telemetry)()
