"""The administrator's files in the export bucket, which encrypts them and removes them after 30 days."""

from __future__ import annotations

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

    def read(self, key: str) -> str:
        """S3 tells a missing file from a forbidden one only to those who may list the bucket."""
        with answering(SERVICE):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode()
            except self._client.exceptions.NoSuchKey:
                return ""

    def address(self, key: str, lifetime: Millis) -> str:
        wanted = {"Bucket": self._bucket, "Key": key}
        with answering(SERVICE):
            return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=lifetime // _SECOND)
