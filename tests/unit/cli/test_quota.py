"""`crmsync quota`, as it is asked and as it looks."""

import io
from typing import Any

import pytest
from crmsync.cli.commands.quota import QUOTA
from crmsync.cli.main import main
from rich.console import Console

from tests.unit.cli.answers import quota


def text_of(answer: dict[str, Any]) -> str:
    console = Console(width=90, record=True, file=io.StringIO())
    QUOTA.show(answer, console)
    return " ".join(console.export_text().split())


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], ("quota.show", {})),
        (["hubspot"], ("quota.show", {})),
        (["hubspot", "--daily-limit", "9000"], ("quota.set", {"side": "hubspot", "daily_limit": 9_000})),
        (["salesforce", "--percent", "12.5"], ("quota.set", {"side": "salesforce", "percent": 12.5})),
        (["salesforce", "--clear"], ("quota.set", {"side": "salesforce", "clear": True})),
        (
            ["hubspot", "--window", "calendar", "--time-zone", "UTC", "--reserve-live", "30", "--reserve-poll", "5"],
            (
                "quota.set",
                {"side": "hubspot", "window": "calendar", "time_zone": "UTC", "reserve_live": 30, "reserve_poll": 5},
            ),
        ),
    ],
)
def test_what_is_asked(fake: Any, arguments: list[str], asked: tuple[str, dict[str, Any]]) -> None:
    fake.answers |= {"quota.show": quota(), "quota.set": {**quota(), "taken": True, "refused": []}}
    assert main(["quota", *arguments], fake.connect) == 0
    assert fake.asked == [asked]


def test_a_limit_without_side_is_refused(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quota", "--percent", "5"], fake.connect) != 0
    assert "say whose quota to set" in capsys.readouterr().err
    assert fake.asked == []


def test_two_limits_at_once_are_wrong_use(fake: Any) -> None:
    with pytest.raises(SystemExit):
        main(["quota", "hubspot", "--percent", "5", "--clear"], fake.connect)


def test_the_shares_and_what_comes_back() -> None:
    shown = text_of(quota())
    assert "allotted to crmsync 200,000 200,000" in shown
    assert "by 80 % of HubSpot's limit a fixed number" in shown
    assert "used 1,234 (1 %) 182,000 (91 %)" in shown
    assert "next to come back 30, in 1 h 30, in 1 h" in shown
    assert "Salesforce: 90 % of the calls are used" in shown
    assert "HubSpot: " not in shown


def test_a_calendar_day_and_a_share_of_ones_own() -> None:
    answer = quota()
    answer["hubspot"] |= {"window": "calendar", "time_zone": "Europe/Vienna"}
    answer["hubspot"]["limit"] = {"daily_limit": None, "percent": 12.5}
    shown = text_of(answer)
    assert "the day in Europe/Vienna" in shown
    assert "12.5 % of HubSpot's limit" in shown


def test_as_json(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["quota.show"] = quota()
    assert main(["quota", "--json"], fake.connect) == 0
    assert '"used_percent": 91.0' in capsys.readouterr().out
