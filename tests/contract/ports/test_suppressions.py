"""The contract of Suppressions."""

from __future__ import annotations

from typing import Any

from crmsync.adapters.aws.dynamodb_suppressions import SALT_KEY, DynamoSuppressions
from crmsync.ports.suppressions import Suppressions

from sandbox.memory.clock import ManualClock

EMAIL = "email#ada@example.org"


def test_who_was_suppressed_stays_so(suppressions: Suppressions) -> None:
    assert suppressions.suppressed({EMAIL}) == frozenset()
    suppressions.suppress({EMAIL, "record#x"})
    suppressions.suppress({EMAIL})
    assert suppressions.suppressed({EMAIL, "email#kim@example.org"}) == {EMAIL}
    assert suppressions.suppressed(set()) == frozenset()


def test_another_container_knows_too_and_nothing_tells_who_it_was(aws: Any, clock: ManualClock) -> None:
    table = aws.table(sort_key=False)
    first, second = (DynamoSuppressions(aws.dynamodb, table, clock) for _ in range(2))
    assert second.suppressed({EMAIL}) == frozenset()
    first.suppress({EMAIL})
    assert second.suppressed({EMAIL}) == {EMAIL}
    second.suppress({"email#kim@example.org"})
    assert first.suppressed({"email#kim@example.org"}) == {"email#kim@example.org"}
    items = aws.dynamodb.scan(TableName=table)["Items"]
    assert sum(item["pk"]["S"] == SALT_KEY[0] for item in items) == 1
    assert "example" not in str(items)


def test_installations_do_not_share_their_markers(aws: Any, clock: ManualClock) -> None:
    keys = []
    for _ in range(2):
        table = aws.table(sort_key=False)
        DynamoSuppressions(aws.dynamodb, table, clock).suppress({EMAIL})
        items = aws.dynamodb.scan(TableName=table)["Items"]
        keys.append({item["pk"]["S"] for item in items} - {SALT_KEY[0]})
    assert keys[0] != keys[1]
