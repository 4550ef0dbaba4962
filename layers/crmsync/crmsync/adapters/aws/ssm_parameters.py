"""The administrator's parameters in Parameter Store, as raw text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.core.failure import Consequence, CrmError, Failure

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

SERVICE = "Parameter Store"
PAGE = 10
STANDARD_BYTES = 4_096
"""Beyond this Intelligent-Tiering makes an advanced parameter of it, which is billed."""
LARGEST_BYTES = 8_192


class SsmParameters:
    """The Parameters under `path`, e.g. `/crmsync/prod`."""

    def __init__(self, client: SSMClient, path: str) -> None:
        self._client = client
        self._path = path.rstrip("/")

    def read(self) -> Mapping[str, str]:
        """All pages. Nothing is parsed here: who parses names the parameter that is no JSON."""
        values: dict[str, str] = {}
        with answering(SERVICE):
            pages = self._client.get_paginator("get_parameters_by_path").paginate(
                Path=self._path, Recursive=True, WithDecryption=False, PaginationConfig={"PageSize": PAGE}
            )
            for page in pages:
                values |= {one["Name"].removeprefix(f"{self._path}/"): one["Value"] for one in page["Parameters"]}
        return values

    def write(self, name: str, value: str) -> None:
        """Raises CrmError(BAD_CONFIGURATION) for a value over 8,192 bytes."""
        size = len(value.encode())
        if size > LARGEST_BYTES:
            raise CrmError(_too_large(name, size))
        with answering(SERVICE):
            self._client.put_parameter(
                Name=f"{self._path}/{name}", Value=value, Type="String", Tier="Intelligent-Tiering", Overwrite=True
            )


def _too_large(name: str, size: int) -> Failure:
    message = f"{name} has {size} bytes, at most {LARGEST_BYTES} fit: split it into {name}/<part> parameters"
    return Failure(Consequence.BAD_CONFIGURATION, "configuration", message)
