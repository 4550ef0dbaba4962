"""What the import function and the commands about imports have in common."""

from __future__ import annotations

from functools import cache

from crmsync.adapters.aws import clients
from crmsync.adapters.aws.s3_exports import S3Exports
from crmsync.adapters.aws.sqs_import_queue import SqsImportQueue
from crmsync.bootstrap.ingress import clock
from crmsync.bootstrap.quota import allowances
from crmsync.bootstrap.settings import settings
from crmsync.bootstrap.stores import jobs, ledger, randomness
from crmsync.ports.exports import Exports
from crmsync.ports.import_queue import ImportQueue
from crmsync.usecases.allowances import LedgerFreeCalls
from crmsync.usecases.imports.import_jobs import ImportJobs


@cache
def import_jobs() -> ImportJobs:
    return ImportJobs(jobs(), clock(), randomness())


@cache
def import_queue() -> ImportQueue:
    return SqsImportQueue(clients.sqs(), settings().import_queue_url)


@cache
def exports() -> Exports:
    return S3Exports(clients.s3(), settings().export_bucket)


@cache
def free_calls() -> LedgerFreeCalls:
    return LedgerFreeCalls(ledger(), allowances(), clock())
