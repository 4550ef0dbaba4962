"""The contract of the OwnerDirectories."""

from __future__ import annotations

import random
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_owner_directories import DIRECTORY, DynamoOwnerDirectories
from crmsync.core.owner_directory import OwnerDirectory
from crmsync.ports.owner_directories import OwnerDirectories, Round

from sandbox.memory.clock import ManualClock
from sandbox.memory.owner_directories import MemoryOwnerDirectories

SMALL = OwnerDirectory({"1": "005A", "2": ""}, {"005A": "1"})
PEOPLE = 5_000
MOST_BYTES = 400 * 1_024


@pytest.fixture(params=["memory", "dynamodb"])
def directories(request: pytest.FixtureRequest) -> OwnerDirectories:
    if request.param == "memory":
        return MemoryOwnerDirectories()
    aws = request.getfixturevalue("aws")
    return DynamoOwnerDirectories(aws.dynamodb, aws.table(), ManualClock())


def test_before_the_first_round_there_is_nothing(directories: OwnerDirectories) -> None:
    assert directories.present() is None
    assert directories.last_round() == Round()


def test_what_is_kept_is_present(directories: OwnerDirectories) -> None:
    directories.keep(SMALL, 5)
    assert directories.present() == SMALL
    assert directories.last_round() == Round(5, 5)


def test_who_is_asked_for_is_told_once_and_answered_by_the_next(directories: OwnerDirectories) -> None:
    directories.keep(SMALL, 5)
    directories.ask_for(["9", "3"])
    directories.ask_for(["3"])
    directories.ask_for([])
    assert directories.last_round() == Round(5, 5, ("3", "9"))
    directories.note_try(8)
    assert directories.last_round() == Round(5, 8, ("3", "9"))
    directories.keep(SMALL, 9)
    assert directories.last_round() == Round(9, 9)


def test_thousands_of_people_fit_one_item(aws: Any, clock: ManualClock) -> None:
    table, dice = aws.table(), random.Random(1)
    directories = DynamoOwnerDirectories(aws.dynamodb, table, clock)
    owners = [str(dice.randrange(10**8, 10**10)) for _ in range(PEOPLE)]
    users = ["0055g00000" + "".join(dice.choices("abcdefghijKLMNOP0123456789", k=8)) for _ in range(PEOPLE)]
    large = OwnerDirectory(dict(zip(owners, users, strict=True)), dict(zip(users, owners, strict=True)))
    directories.keep(large, 1)
    assert directories.present() == large
    key = {"pk": {"S": DIRECTORY[0]}, "sk": {"S": DIRECTORY[1]}}
    assert len(aws.dynamodb.get_item(TableName=table, Key=key)["Item"]["people"]["B"]) < MOST_BYTES / 2


def test_a_cached_directory_is_replaced_in_time_and_read_only_when_it_is_new(aws: Any, clock: ManualClock) -> None:
    table = aws.table()
    guard = DynamoOwnerDirectories(aws.dynamodb, table, clock, cached=0)
    worker = DynamoOwnerDirectories(aws.dynamodb, table, clock, cached=2_000)
    guard.keep(SMALL, 1)
    first = worker.present()
    assert first == SMALL
    clock.advance(2_000)
    assert worker.present() is first
    other = OwnerDirectory({}, {})
    guard.keep(other, 2)
    assert worker.present() is first
    clock.advance(2_000)
    assert worker.present() == other
