"""boto3 clients of one emulator, made when first used."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from types_boto3_cloudformation import CloudFormationClient
from types_boto3_dynamodb import DynamoDBClient
from types_boto3_events import EventBridgeClient
from types_boto3_lambda import LambdaClient
from types_boto3_s3 import S3Client
from types_boto3_secretsmanager import SecretsManagerClient
from types_boto3_sqs import SQSClient
from types_boto3_ssm import SSMClient

from sandbox.aws.emulator import REGION, endpoint

PATIENT = Config(connect_timeout=5, read_timeout=130, retries={"total_max_attempts": 1}, max_pool_connections=32)
"""An invocation lasts as long as its function; one that is repeated in silence would hide a failure."""


class Aws:
    """The clients are safe to share between threads."""

    def __init__(self, port: int) -> None:
        self.endpoint = endpoint(port)
        self._session = boto3.Session("test", "test", region_name=REGION)

    @cached_property
    def cloudformation(self) -> CloudFormationClient:
        return self._session.client("cloudformation", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        return self._session.client("dynamodb", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def events(self) -> EventBridgeClient:
        return self._session.client("events", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def functions(self) -> LambdaClient:
        return self._session.client("lambda", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def logs(self) -> Any:  # noqa: ANN401 -- no type stubs are installed for this service
        return self._session.client("logs", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def s3(self) -> S3Client:
        return self._session.client("s3", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def secrets(self) -> SecretsManagerClient:
        return self._session.client("secretsmanager", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def sqs(self) -> SQSClient:
        return self._session.client("sqs", endpoint_url=self.endpoint, config=PATIENT)

    @cached_property
    def ssm(self) -> SSMClient:
        return self._session.client("ssm", endpoint_url=self.endpoint, config=PATIENT)
