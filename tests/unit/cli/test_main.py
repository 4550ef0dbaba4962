"""The command line: what is asked, exit codes, JSON, errors on stderr."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from crmsync.cli.commands.imports import IMPORTS
from crmsync.cli.failure import CliError
from crmsync.cli.main import COMMANDS, main

EVERY_COMMAND = [
    ["status"],
    ["usage"],
    ["errors"],
    ["record", "51"],
    ["record", "51", "--plan"],
    ["pause"],
    ["resume"],
    ["preview"],
    ["config", "show"],
    ["config", "set", "settings/global", "{}"],
    ["resync", "51"],
    ["confirm", "contact", "jobtitle"],
    ["erase", "51"],
    ["doctor"],
    ["links", "adopt"],
    ["links", "rebuild"],
    ["links", "status"],
    ["links", "cancel"],
    ["undo", "--record", "51"],
    ["reconcile", "start"],
    ["reconcile", "status"],
    ["reconcile", "report"],
]


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_every_command_is_done(fake: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments, fake.connect) == 0
    output = capsys.readouterr()
    assert output.out.strip()
    assert output.err == ""
    assert max(len(line) for line in output.out.splitlines()) <= 80


@pytest.mark.parametrize("arguments", EVERY_COMMAND, ids=" ".join)
def test_json_is_the_answer_itself(fake: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main([*arguments, "--json"], fake.connect) == 0
    text = capsys.readouterr().out
    assert json.loads(text) == fake.answers[fake.asked[0][0]]
    assert main(["--json", *arguments], fake.connect) == 0
    assert capsys.readouterr().out == text


def test_json_is_stable(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["status"] = {"b": 1, "a": {"d": "é", "c": None}}
    assert main(["status", "--json"], fake.connect) == 0
    assert capsys.readouterr().out == '{\n  "a": {\n    "c": null,\n    "d": "é"\n  },\n  "b": 1\n}\n'


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"]], ids=" ".join)
def test_a_reader_that_has_had_enough_is_no_error(
    fake: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """`crmsync status | head -1`"""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr("sys.stdout", pipe)
        with pytest.raises(SystemExit):
            main(arguments, fake.connect)


def test_every_family_of_commands_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert any(line.startswith("links take over the links of HubSpot's own connector") for line in lines)


def test_every_command_is_tested_here() -> None:
    families = {"config", "links", "reconcile"}
    named = {" ".join(arguments[:2]) if arguments[0] in families else arguments[0] for arguments in EVERY_COMMAND}
    elsewhere = {"setup", "quota", *(command.name for command in IMPORTS)}  # which have tests of their own
    assert named | elsewhere == {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["status"], ("status", {})),
        (["usage"], ("usage", {})),
        (["errors"], ("parked.list", {"limit": 50})),
        (["errors", "--limit", "5", "--next", "tok"], ("parked.list", {"limit": 5, "next": "tok"})),
        (
            ["errors", "--category", "duplicates", "--object", "Lead"],
            ("parked.list", {"limit": 50, "category": "duplicates", "object": "Lead"}),
        ),
        (["errors", "--category", "quota", "--retry"], ("parked.retry", {"category": "quota"})),
        (["record", "51"], ("record.show", {"hubspot_id": "51"})),
        (["record", "51", "--plan"], ("record.plan", {"hubspot_id": "51"})),
        (["pause"], ("pause", {})),
        (["resume"], ("resume", {})),
        (["preview", "--limit", "5", "--next", "tok"], ("preview.list", {"limit": 5, "next": "tok"})),
        (["record", "003000000000001"], ("record.show", {"salesforce_id": "003000000000001"})),
        (["record", "00QAb0000000001EAA"], ("record.show", {"salesforce_id": "00QAb0000000001EAA"})),
        (["record", "ada@x.example"], ("record.show", {"email": "ada@x.example"})),
        (["config", "show"], ("config.show", {})),
        (["config", "show", "settings/global"], ("config.show", {"parameter": "settings/global"})),
        (["config", "set", "a/b", "{x"], ("config.set", {"parameter": "a/b", "value": "{x"})),
        (["resync", "51", "52"], ("resync", {"object": "contact", "hubspot_ids": ["51", "52"]})),
        (
            ["resync", "003000000000001"],
            ("resync", {"object": "contact", "salesforce_ids": ["003000000000001"]}),
        ),
        (["confirm", "contact", "city"], ("breaker.confirm", {"object": "contact", "field": "city"})),
        (["confirm", "contact", "--deletions"], ("breaker.confirm", {"object": "contact", "deletions": True})),
        (["erase", "51"], ("privacy.erase", {"hubspot_id": "51"})),
        (["erase", "003000000000001"], ("privacy.erase", {"salesforce_id": "003000000000001"})),
        (["resync", "51", "--preview"], ("resync", {"object": "contact", "hubspot_ids": ["51"], "preview": True})),
        (["resync", "--category", "duplicates"], ("resync", {"object": "contact", "category": "duplicates"})),
        (["undo", "--record", "51"], ("undo", {"hubspot_id": "51"})),
        (
            ["undo", "--record", "003000000000001", "--preview"],
            ("undo", {"salesforce_id": "003000000000001", "preview": True}),
        ),
        (["undo", "--record", "51", "--object", "company"], ("undo", {"hubspot_id": "51", "object": "company"})),
        (["undo", "--job", "0a1b", "--since", "2026-11-22"], ("undo", {"job": "0a1b", "since": "2026-11-22"})),
        (["resync", "--list", "7", "--object", "company"], ("resync", {"object": "company", "list_id": "7"})),
    ],
)
def test_what_is_asked(fake: Any, arguments: list[str], asked: tuple[str, dict[str, Any]]) -> None:
    if "settings/global" in arguments:
        fake.answers["config.show"] = {"parameter": "settings/global", "value": "{}"}
    main(arguments, fake.connect)
    assert fake.asked == [asked]


def test_a_back_fill_is_followed_to_its_report(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmsync.cli.commands.resync.INTERVAL_S", 0)
    fake.answers["resync"] = fake.answers["reconcile.status"] | {"waiting": None}
    fake.answers["reconcile.status"] = fake.answers["reconcile.report"]
    assert main(["resync", "--mapping", "jobtitle"], fake.connect) == 0
    assert fake.asked == [
        ("resync", {"object": "contact", "mapping": "jobtitle"}),
        ("reconcile.status", {}),
        ("reconcile.report", {}),
    ]


def test_a_back_fill_tells_how_far_it_is_and_may_be_left(
    fake: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    told: list[str] = []

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crmsync.cli.commands.resync.time.sleep", interrupt)
    monkeypatch.setattr("rich.status.Status.update", lambda _, text: told.append(str(text)))
    fake.answers["resync"] = fake.answers["reconcile.status"] | {"waiting": None}
    assert main(["resync", "--mapping", "jobtitle"], fake.connect) == 0
    assert told == ["comparing Contact: 10,300 records so far"]
    assert "It goes on; `crmsync reconcile status` shows it." in capsys.readouterr().err


def test_a_back_fill_may_go_on_alone(fake: Any) -> None:
    fake.answers["resync"] = fake.answers["reconcile.status"]
    assert main(["resync", "--mapping", "jobtitle", "--preview", "--detach"], fake.connect) == 0
    assert fake.asked == [("resync", {"object": "contact", "mapping": "jobtitle", "preview": True})]


def test_a_value_from_a_file(fake: Any, tmp_path: Path) -> None:
    path = tmp_path / "value.json"
    path.write_text('{"paused": true}')
    assert main(["config", "set", "settings/global", f"@{path}"], fake.connect) == 0
    assert fake.asked[0][1]["value"] == '{"paused": true}'


def test_a_value_from_standard_input(fake: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("[1]"))
    assert main(["config", "set", "settings/global", "-"], fake.connect) == 0
    assert fake.asked[0][1]["value"] == "[1]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["config"],
        ["config", "set", "name"],
        ["record"],
        ["errors", "--limit", "many"],
        ["status", "--colour"],
    ],
)
def test_wrong_use_of_the_grammar(fake: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments, fake.connect)
    assert stopped.value.code == 2
    assert "usage: crmsync" in capsys.readouterr().err
    assert fake.asked == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["record", "nobody"],
        ["resync"],
        ["resync", "51", "--list", "7"],
        ["undo"],
        ["undo", "--record", "51", "--job", "0a1b"],
        ["undo", "--record", "ada@x.example"],
        ["resync", "--mapping", "jobtitle", "--category", "duplicates"],
        ["resync", "51", "003000000000001"],
        ["resync", "ada@x.example"],
        ["confirm", "contact"],
        ["confirm", "contact", "city", "--deletions"],
        ["erase", "ada@x.example"],
        ["config", "set", "settings/global", "@/no/such/file"],
    ],
)
def test_wrong_use_of_values(fake: Any, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments, fake.connect) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("crmsync: ")
    assert fake.asked == []


@pytest.mark.parametrize(
    ("code", "exit_code"), [("bad_arguments", 2), ("not_found", 1), ("not_available", 1), ("aws", 1), ("no_stack", 1)]
)
def test_what_the_function_refuses(fake: Any, capsys: pytest.CaptureFixture[str], code: str, exit_code: int) -> None:
    fake.answers["status"] = CliError(code, "no such thing")
    assert main(["status"], fake.connect) == exit_code
    assert capsys.readouterr() == ("", "crmsync: no such thing\n")
    assert main(["status", "--json"], fake.connect) == exit_code
    output = capsys.readouterr()
    assert output.out == ""
    assert json.loads(output.err) == {"error": {"code": code, "message": "no such thing"}}


def test_a_refused_parameter_is_a_failure(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    refused = [{"parameter": "settings/global", "place": "", "reason": "not JSON", "fix": "mend it"}]
    answer = {"parameter": "settings/global", "taken": False, "outcome": "refused", "active": None, "refused": refused}
    fake.answers["config.set"] = answer
    assert main(["config", "set", "settings/global", "{"], fake.connect) == 1
    assert "not JSON" in (shown := capsys.readouterr().out)
    assert "is written" not in shown


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (False, "settings/deal is written, and counts once what is refused is mended"),
        (True, "settings/deal is in force"),
    ],
)
def test_another_parameter_that_is_refused_holds_up_this_one(
    fake: Any, capsys: pytest.CaptureFixture[str], taken: bool, told: str
) -> None:
    refused = [{"parameter": "settings/contact", "place": "", "reason": "not JSON", "fix": "mend it"}]
    answer = {"parameter": "settings/deal", "taken": taken, "outcome": "refused", "active": None, "refused": refused}
    fake.answers["config.set"] = answer
    assert main(["config", "set", "settings/deal", "{}"], fake.connect) == (0 if taken else 1)
    assert told in capsys.readouterr().out


def test_a_parameter_that_waits_for_the_guard_is_not_done_yet(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["config.set"] = {"parameter": "a", "taken": False, "outcome": "running", "active": None, "refused": []}
    assert main(["config", "set", "settings/global", "{}"], fake.connect) == 1
    assert "not compiled yet" in capsys.readouterr().out
