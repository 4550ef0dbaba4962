"""The contract of the CampaignRounds."""

from __future__ import annotations

import pytest
from crmsync.adapters.aws.dynamodb_campaign_rounds import DynamoCampaignRounds
from crmsync.ports.campaign_rounds import CampaignRound, CampaignRounds

from sandbox.memory.campaign_rounds import MemoryCampaignRounds
from sandbox.memory.clock import ManualClock

SPRING, AUTUMN = "701000000000001AAA", "701000000000002AAA"


@pytest.fixture(params=["memory", "dynamodb"])
def rounds(request: pytest.FixtureRequest) -> CampaignRounds:
    if request.param == "memory":
        return MemoryCampaignRounds()
    aws = request.getfixturevalue("aws")
    return DynamoCampaignRounds(aws.dynamodb, aws.table(), ManualClock())


def test_before_the_first_round_nothing_was_read(rounds: CampaignRounds) -> None:
    assert rounds.last_round() == CampaignRound()


def test_what_is_asked_for_is_told_once_and_answered_by_the_next(rounds: CampaignRounds) -> None:
    rounds.note_round(5)
    rounds.ask_for([AUTUMN, SPRING])
    rounds.ask_for([SPRING])
    rounds.ask_for([])
    assert rounds.last_round() == CampaignRound(5, 5, (SPRING, AUTUMN))
    rounds.note_try(8)
    assert rounds.last_round() == CampaignRound(5, 8, (SPRING, AUTUMN))
    rounds.note_round(9)
    assert rounds.last_round() == CampaignRound(9, 9)
