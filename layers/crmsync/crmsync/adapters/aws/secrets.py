"""Secrets as JSON objects in Secrets Manager, remembered for a while."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.record import Millis
from crmsync.ports.clock import Clock

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient

SERVICE = "Secrets Manager"
REMEMBERED: Millis = 300_000


class Secrets:
    """Read by ARN (or name). Never logs what it holds."""

    def __init__(self, client: SecretsManagerClient, clock: Clock, remembered: Millis = REMEMBERED) -> None:
        self._client = client
        self._clock = clock
        self._remembered = remembered
        self._known: dict[str, tuple[Millis, dict[str, str]]] = {}

    def get(self, arn: str, *, fresh: bool = False) -> Mapping[str, str]:
        """The secret, at most five minutes old; `fresh` reads it now, after a CRM refused what it holds.

        Raises CrmError(BAD_CONFIGURATION) when it is no JSON object.
        """
        read_at, known = self._known.get(arn, (None, {}))
        if fresh or read_at is None or self._clock.now() - read_at >= self._remembered:
            known = self._read(arn)
            self._known[arn] = (self._clock.now(), known)
        return dict(known)

    def _read(self, arn: str) -> dict[str, str]:
        with answering(SERVICE):
            text = self._client.get_secret_value(SecretId=arn)["SecretString"]
        try:
            secret = json.loads(text)
        except ValueError:
            secret = None
        if not isinstance(secret, dict):
            raise CrmError(_malformed(arn))
        return secret

    def put(self, arn: str, secret: Mapping[str, str]) -> None:
        """Stores a new version: how workers share a CRM session."""
        with answering(SERVICE):
            self._client.put_secret_value(SecretId=arn, SecretString=json.dumps(dict(secret)))
        self._known[arn] = (self._clock.now(), dict(secret))


def _malformed(arn: str) -> Failure:
    return Failure(Consequence.BAD_CONFIGURATION, "configuration", f"secret {arn} holds no JSON object")
