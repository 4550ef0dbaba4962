"""The AWS clients, each made when it is first asked for and once a container."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sqs import SQSClient
    from types_boto3_ssm import SSMClient

BOUNDED = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    # The shapes are fixed and tested; checking them costs a fifth of a batch call's time.
    parameter_validation=False,
)

HASTY = Config(connect_timeout=0.5, read_timeout=0.5, retries={"mode": "standard", "total_max_attempts": 1})


@cache
def dynamodb() -> DynamoDBClient:
    return boto3.client("dynamodb", config=BOUNDED)


@cache
def hasty_dynamodb() -> DynamoDBClient:
    """For notes that nobody may have to wait for."""
    return boto3.client("dynamodb", config=BOUNDED.merge(HASTY))


@cache
def s3() -> S3Client:
    """Addresses that are given away are signed by the one scheme that every region takes, for the bucket's own region:
    newer regions refuse the global address, and a new bucket's leads to a host for which nothing was signed.
    """
    return boto3.client(
        "s3", config=BOUNDED.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
    )


@cache
def sqs() -> SQSClient:
    return boto3.client("sqs", config=BOUNDED)


@cache
def ssm() -> SSMClient:
    return boto3.client("ssm", config=BOUNDED)


@cache
def secretsmanager() -> SecretsManagerClient:
    return boto3.client("secretsmanager", config=BOUNDED)
