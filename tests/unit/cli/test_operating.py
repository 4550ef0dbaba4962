"""`doctor`, `links` and `setup` at the terminal."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from crmsync.cli.failure import CliError
from crmsync.cli.main import main
from crmsync.core.hubspot_project import WEBHOOKS_FILE
from crmsync.usecases.admin.adopt_links import FORCE

from tests.unit.cli.answers import adoption, checks


def words(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_doctor_is_done_when_nothing_failed(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["doctor"] = checks("warning")
    assert main(["doctor"], fake.connect) == 0
    text = words(capsys)
    assert "→ Put a valid token into the secret." in text
    assert text.endswith("nothing failed, 1 to look at")


def test_doctor_fails_when_a_check_did(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["doctor"] = checks("failed")
    assert main(["doctor", "--json"], fake.connect) == 1
    assert json.loads(capsys.readouterr().out) == fake.answers["doctor"]
    assert main(["doctor"], fake.connect) == 1
    assert words(capsys).endswith("1 failed, 0 to look at")


def test_links_are_shown_with_what_was_left(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["links", "status"], fake.connect) == 0
    text = words(capsys)
    assert "done Contacts 1,200 linked 1 left: another contact is linked with the same record" in text
    assert "7 linked records differ in some field" in text
    assert "contact 51 left for 52: both name Salesforce 003000000000001AAA" in text


def test_adopting_works_on_until_it_is_done(fake: Any) -> None:
    fake.answers["links.adopt"] = adoption(state="running")
    assert main(["links", "adopt"], fake.connect) == 0
    assert [command for command, _ in fake.asked] == ["links.adopt", "links.work"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [(["--no-wait"], adoption(state="running")), ([], adoption(state="running", waits_for="quota"))],
)
def test_it_goes_on_without_the_terminal(fake: Any, arguments: list[str], answer: Any) -> None:
    fake.answers["links.adopt"] = answer
    assert main(["links", "adopt", *arguments], fake.connect) == 0
    assert [command for command, _ in fake.asked] == ["links.adopt"]


def test_the_schedule_may_have_the_job_just_now(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["links.adopt"] = adoption(state="running")
    fake.answers["links.work"] = adoption(state="running", waits_for="another turn is at work")
    assert main(["links", "adopt"], fake.connect) == 0
    assert "waiting: another turn is at work" in words(capsys)


def test_without_a_job(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers["links.status"] = {"state": "none"}
    assert main(["links", "status"], fake.connect) == 0
    assert words(capsys) == "No links are being taken over."


def test_force_takes_explicit_words(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["links", "adopt", "--force", FORCE], fake.connect) == 0
    assert fake.asked[0] == ("links.adopt", {"force": FORCE})
    with pytest.raises(SystemExit):
        main(["links", "adopt", "--help"], fake.connect)
    assert FORCE in " ".join(capsys.readouterr().out.split())


def test_set_up_unasked(fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "app"
    assert main(["setup", "--yes", "--folder", str(folder)], fake.connect) == 0
    text = words(capsys)
    assert "1 created in the group crmsync, 1 there" in text
    assert "hs project upload" in text
    assert "https://a.example/webhooks/salesforce?secret=" in text
    assert "Change Data Capture: select Contact, Lead and Account." in text
    assert "{" not in text
    assert sorted(path.name for path in folder.rglob("*.json")) == [
        "app-hsmeta.json",
        "hsproject.json",
        "webhooks-hsmeta.json",
    ]


def test_set_up_as_json(fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--yes", "--json", "--folder", str(tmp_path)], fake.connect) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"properties", "app", "salesforce", "check"}
    assert len(answer["app"]["written"]) == 3


def test_nothing_is_done_unasked_without_a_person(
    fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["setup", "--json", "--folder", str(tmp_path)], fake.connect) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["properties"], answer["app"]["written"]) == (None, None)
    assert {command for command, _ in fake.asked} == {"setup.app", "setup.check"}
    assert main(["setup", "--folder", str(tmp_path)], fake.connect) == 0
    assert "run `crmsync setup --yes`" in words(capsys)
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_for_each_step(fake: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\n"))
    assert main(["setup", "--folder", str(tmp_path)], fake.connect) == 0
    assert ("setup.properties", {}) in fake.asked
    assert list(tmp_path.iterdir()) == []


def test_a_refused_step_is_told_and_the_others_are_done(
    fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.answers["setup.properties"] = CliError("missing_scope", "give it the scope crm.schemas.contacts.write")
    assert main(["setup", "--yes", "--folder", str(tmp_path)], fake.connect) == 1
    assert "give it the scope crm.schemas.contacts.write" in words(capsys)
    assert (tmp_path / WEBHOOKS_FILE).exists()


def test_a_second_app_keeps_old_subscriptions_switched_off(fake: Any, tmp_path: Path) -> None:
    main(["setup", "--yes", "--folder", str(tmp_path)], fake.connect)
    files = fake.answers["setup.app"]["files"]
    fake.answers["setup.app"]["files"] = {**files, WEBHOOKS_FILE: files[WEBHOOKS_FILE].replace('"city"', '"phone"')}
    main(["setup", "--yes", "--folder", str(tmp_path)], fake.connect)
    written = json.loads((tmp_path / WEBHOOKS_FILE).read_text(encoding="utf-8"))
    kept = written["config"]["subscriptions"]["crmObjects"]
    assert {one["propertyName"]: one["active"] for one in kept if "propertyName" in one} == {
        "email": True,
        "phone": True,
        "city": False,
    }


def test_a_folder_with_something_else_in_it_is_left(
    fake: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / WEBHOOKS_FILE).parent.mkdir(parents=True)
    (tmp_path / WEBHOOKS_FILE).write_text("notes", encoding="utf-8")
    assert main(["setup", "--yes", "--folder", str(tmp_path)], fake.connect) == 1
    assert "no webhooks file" in words(capsys)
    assert (tmp_path / WEBHOOKS_FILE).read_text(encoding="utf-8") == "notes"
