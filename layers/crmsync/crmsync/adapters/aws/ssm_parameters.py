"""The administrator's parameters in Parameter Store, as raw text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.core.parameters.size import check_size

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient

SERVICE = "Parameter Store"
PAGE = 10


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
        """Raises CrmError(BAD_CONFIGURATION) for a value that does not fit into a parameter."""
        check_size(name, value)
        with answering(SERVICE):
            self._client.put_parameter(
                Name=f"{self._path}/{name}", Value=value, Type="String", Tier="Intelligent-Tiering", Overwrite=True
            )
