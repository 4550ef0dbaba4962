"""The administrator's files: in memory, and in a bucket."""

from __future__ import annotations

import urllib.request
import uuid

import pytest
from crmsync.adapters.aws.s3_exports import S3Exports
from crmsync.core.failure import Consequence, CrmError
from crmsync.ports.exports import Exports

from sandbox.memory.exports import MemoryExports
from tests.contract.ports.conftest import Aws

EVERY_SCRIPT = 'Zoë, 名前, Ελλάδα, العربية, हिन्दी, ไทย, 한국어, 😀, \u2028, \r\n, \n, "quoted"'


def bucket_exports(aws: Aws) -> S3Exports:
    client, bucket = aws.client("s3"), f"exports-{uuid.uuid4().hex}"
    client.create_bucket(Bucket=bucket)
    return S3Exports(client, bucket)


@pytest.fixture(params=["memory", "aws"])
def exports(request: pytest.FixtureRequest) -> Exports:
    return MemoryExports() if request.param == "memory" else bucket_exports(request.getfixturevalue("aws"))


def test_a_file_that_is_not_there_is_empty(exports: Exports) -> None:
    exports.put("imports/1/a", "first")
    assert (exports.read("imports/1/a"), exports.read("imports/1/b")) == ("first", "")


def test_the_same_key_replaces(exports: Exports) -> None:
    exports.put("imports/1/a", "first")
    exports.put("imports/1/a", EVERY_SCRIPT)
    assert exports.read("imports/1/a") == EVERY_SCRIPT


def test_an_address_gives_the_file_to_anybody(aws: Aws) -> None:
    exports = bucket_exports(aws)
    exports.put("imports/1/a.csv", "Zoë")
    with urllib.request.urlopen(exports.address("imports/1/a.csv", 60_000), timeout=10) as answer:
        assert answer.read().decode() == "Zoë"
        assert answer.headers["Content-Type"].startswith("text/csv")


def test_a_bucket_that_is_not_there(aws: Aws) -> None:
    with pytest.raises(CrmError) as caught:
        S3Exports(aws.client("s3"), f"none-{uuid.uuid4().hex}").put("a", "b")
    assert caught.value.failure.consequence is Consequence.RETRY_LATER
