"""The administrator's files in the export bucket, which encrypts them and removes them after 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crmsync.adapters.aws.aws_failure import answering
from crmsync.core.record import Millis

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

SERVICE = "S3"
TEXT = "text/csv; charset=utf-8"
_SECOND: Millis = 1_000


class S3Exports:
    """The Exports."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: str, text: str) -> None:
        with answering(SERVICE):
            self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode(), ContentType=TEXT)

    def read_all(self, prefix: str) -> Iterator[str]:
        with answering(SERVICE):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    answer = self._client.get_object(Bucket=self._bucket, Key=found["Key"])
                    yield answer["Body"].read().decode()

    def address(self, key: str, lifetime: Millis) -> str:
        wanted = {"Bucket": self._bucket, "Key": key}
        with answering(SERVICE):
            return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=lifetime // _SECOND)
