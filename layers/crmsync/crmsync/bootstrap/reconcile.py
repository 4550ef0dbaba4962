"""Wires reconcile."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.dynamodb_link_walk import DynamoLinkWalk
from crmsync.adapters.aws.sqs_import_queue import SqsImportQueue
from crmsync.bootstrap.imports import free_calls
from crmsync.bootstrap.ingress import clock, telemetry
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import configurations, jobs, randomness
from crmsync.bootstrap.sync_ports import sync_ports
from crmsync.ports.import_queue import ImportQueue
from crmsync.ports.link_walk import LinkWalk
from crmsync.usecases.reconcile.nightly_round import NightlyRound
from crmsync.usecases.reconcile.reconcile_ports import ReconcilePorts
from crmsync.usecases.reconcile.rounds import Rounds
from crmsync.usecases.reconcile.run_round import RunRound
from crmsync.usecases.reconcile.start_round import StartRound

__all__ = ["clock", "nightly_round", "rounds", "run_round", "telemetry", "turns"]


@cache
def rounds() -> Rounds:
    return Rounds(jobs(), clock(), randomness())


@cache
def turns() -> ImportQueue:
    return SqsImportQueue(clients.sqs(), settings().reconcile_queue_url)


@cache
def link_walk() -> LinkWalk:
    return DynamoLinkWalk(clients.dynamodb(), settings().links_table)


@cache
def run_round() -> RunRound:
    return RunRound(ReconcilePorts(sync_ports("reconcile"), rounds(), turns(), free_calls(), link_walk()))


@cache
def nightly_round() -> NightlyRound:
    return NightlyRound(StartRound(rounds(), turns(), configurations()), run_round())
