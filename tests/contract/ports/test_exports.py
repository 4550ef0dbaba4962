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


def bucket_exports(aws: Aws) -> S3Exports:
    client, bucket = aws.client("s3"), f"exports-{uuid.uuid4().hex}"
    client.create_bucket(Bucket=bucket)
    return S3Exports(client, bucket)


@pytest.fixture(params=["memory", "aws"])
def exports(request: pytest.FixtureRequest) -> Exports:
    return MemoryExports() if request.param == "memory" else bucket_exports(request.getfixturevalue("aws"))


def test_files_are_read_in_the_order_of_their_keys(exports: Exports) -> None:
    for name in ("b", "a", "c"):
        exports.put(f"imports/1/{name}", name)
    exports.put("imports/10/a", "another")
    assert list(exports.read_all("imports/1/")) == ["a", "b", "c"]
    assert list(exports.read_all("imports/2/")) == []


def test_the_same_key_replaces(exports: Exports) -> None:
    exports.put("imports/1/a", "first")
    exports.put("imports/1/a", "Zoë, 名前")
    assert list(exports.read_all("imports/1/")) == ["Zoë, 名前"]


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
