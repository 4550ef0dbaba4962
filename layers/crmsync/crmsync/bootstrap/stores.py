"""The DynamoDB stores, each once a container."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_breakers import DynamoBreakers
from crmsync.adapters.aws.dynamodb_campaign_rounds import DynamoCampaignRounds
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.adapters.aws.dynamodb_feed_log import DynamoFeedLog
from crmsync.adapters.aws.dynamodb_history import DynamoHistory
from crmsync.adapters.aws.dynamodb_jobs import DynamoJobs
from crmsync.adapters.aws.dynamodb_links import DynamoLinks
from crmsync.adapters.aws.dynamodb_owner_directories import DynamoOwnerDirectories
from crmsync.adapters.aws.dynamodb_parking import DynamoParking
from crmsync.adapters.aws.dynamodb_pending_stamps import DynamoPendingStamps
from crmsync.adapters.aws.dynamodb_usage import DynamoCallLedger
from crmsync.adapters.aws.dynamodb_waiters import DynamoWaiters
from crmsync.adapters.system import SystemRandomness
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.settings import settings
from crmsync.ports.breakers import Breakers
from crmsync.ports.campaign_rounds import CampaignRounds
from crmsync.ports.clock import Randomness
from crmsync.ports.configurations import ConfigurationStore
from crmsync.ports.feed_log import FeedLog
from crmsync.ports.history import History
from crmsync.ports.jobs import Jobs
from crmsync.ports.links import LinkStore
from crmsync.ports.owner_directories import OwnerDirectories
from crmsync.ports.parking import Parking
from crmsync.ports.pending_stamps import PendingStamps
from crmsync.ports.usage import CallLedger
from crmsync.ports.waiters import Waiters


@cache
def randomness() -> Randomness:
    return SystemRandomness()


@cache
def links() -> LinkStore:
    return DynamoLinks(clients.dynamodb(), settings().links_table, clock())


@cache
def ledger() -> CallLedger:
    return DynamoCallLedger(clients.dynamodb(), settings().api_usage_table, clock())


@cache
def breakers() -> Breakers:
    return DynamoBreakers(clients.dynamodb(), settings().api_usage_table, clock())


@cache
def waiters() -> Waiters:
    return DynamoWaiters(clients.dynamodb(), settings().links_table, clock(), "awaited")


@cache
def in_the_way() -> Waiters:
    return DynamoWaiters(clients.dynamodb(), settings().links_table, clock(), "in_the_way")


@cache
def parking() -> Parking:
    return DynamoParking(clients.dynamodb(), settings().parked_table, clock())


@cache
def pending_stamps() -> PendingStamps:
    return DynamoPendingStamps(clients.dynamodb(), settings().jobs_table, clock())


@cache
def jobs() -> Jobs:
    return DynamoJobs(clients.dynamodb(), settings().jobs_table, clock())


@cache
def feeds() -> FeedLog:
    return DynamoFeedLog(clients.dynamodb(), settings().jobs_table, clock())


@cache
def configurations() -> ConfigurationStore:
    """The active one is at most `CONFIG_CACHE_SECONDS` old."""
    return DynamoConfigurations(clients.dynamodb(), settings().config_table, clock(), settings().config_cached)


@cache
def owner_directories() -> OwnerDirectories:
    """As old as the configuration may be."""
    cached = settings().config_cached
    return DynamoOwnerDirectories(clients.dynamodb(), settings().config_table, clock(), cached)


@cache
def campaign_rounds() -> CampaignRounds:
    return DynamoCampaignRounds(clients.dynamodb(), settings().config_table, clock())


@cache
def history() -> History:
    return DynamoHistory(clients.dynamodb(), settings().history_table, clock(), settings().history_days)
