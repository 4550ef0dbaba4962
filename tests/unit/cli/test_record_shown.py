"""What `crmsync record` shows."""

from typing import Any

from crmsync.cli.commands.record import RECORD
from crmsync.cli.commands.rule_names import RULES
from crmsync.core.mapping import Rule

from tests.unit.cli.terminal import seen, squeezed


def test_record(fake: Any) -> None:
    text = seen(RECORD, fake.answers["record.show"])
    lines = squeezed(text)
    assert lines[0] == "HubSpot contact 51, changed 40 s ago"
    assert lines[1] == "Salesforce Contact 003000000000001AAA, unreadable unavailable: no answer"
    assert lines[2] == "Link version 4, linked 2 d ago, an unfinished write is being looked up"
    assert "Field HubSpot Salesforce Last decision" in lines
    assert any(line.startswith("jobtitle Analyst Countess → HubSpot 2 min ago, later change") for line in lines)
    assert "overruled an edit" in text
    assert "lastname Lovelace King * two-way" in lines
    assert "company ? [not provided] two-way" in lines
    assert "and 1 blank on both sides" in lines
    assert "* changed since the last sync" in lines
    assert not any(line.startswith("phone") for line in lines)
    first = lines.index("parked field email: property values, next try in 10 min")
    assert lines[first + 1 : first + 3] == ["Two contacts have this e-mail.", "fix: Fill it in."]
    assert "same e-mail: salesforce Lead 00Q000000000001EAA" in lines
    assert max(map(len, text.splitlines())) <= 80


def test_an_unlinked_record(fake: Any) -> None:
    answer = fake.answers["record.show"] | {"salesforce": None, "link": None}
    lines = squeezed(seen(RECORD, answer))
    assert "Salesforce not linked" in lines
    assert "Link none: `crmsync record ID --plan` tells what comes" in lines
    assert "Field HubSpot Last decision" in lines
    assert "lastname Lovelace two-way" in lines
    assert "and 1 blank as well" in lines


def test_every_rule_has_a_short_name() -> None:
    assert RULES.keys() == set(Rule)


def test_the_plan_of_a_record(fake: Any) -> None:
    text = seen(RECORD, fake.answers["record.plan"])
    lines = squeezed(text)
    assert lines[:3] == [
        "HubSpot contact 51",
        "Salesforce Contact 003000000000001AAA",
        "Sync now would write 1 value to Salesforce",
    ]
    assert "Field to from becomes because" in lines
    assert any(line.startswith("city Salesforce - London salesforce blank") for line in lines)
    assert "stuck fax: Too long. Shorten it." in lines
    assert lines[-1] == "Nothing was written or stored."
    assert max(map(len, text.splitlines())) <= 80
