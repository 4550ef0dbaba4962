"""`crmsync import …`."""

import io
import json
from typing import Any

import pytest
from crmsync.cli.commands.imports.shown_import import show_estimate, show_import, show_imports
from crmsync.cli.failure import CliError
from crmsync.cli.main import main
from rich.console import Console
from rich.prompt import Confirm

LIST_URL = "https://app.hubspot.com/contacts/8123456/objectLists/7"


def imported(**more: Any) -> dict[str, Any]:
    estimate = {
        "records": 10_000,
        "calls": {"hubspot": 231, "salesforce": 10},
        "left": {"hubspot": 140_000, "salesforce": 5_250},
        "fits": True,
        "classic_calls": 30_000,
        "classic_fits": False,
        "seconds": 61,
        "days": 1,
    }
    counts = {"total": 2_500, "created": 2_400, "updated": 40, "unchanged": 10, "skipped": 30, "failed": 20}
    shown = {
        "job_id": "0a1b2c",
        "title": "Salesforce import: contacts, 2026-11-22T12:00Z (0a1b2c)",
        "kind": "contacts",
        "state": "running",
        "estimate": estimate,
        "counts": counts,
        "reasons": {"no_email": 30, "duplicates": 20},
        "rate": 250.0,
        "seconds_left": 30,
        "created_at": "2026-11-22T12:00:00.000Z",
    }
    shown["pending"] = 0
    return {**shown, **dict.fromkeys(("list_id", "list_url", "waiting", "warning", "error", "retry")), **more}


def retried(done: int, **more: Any) -> dict[str, Any]:
    """The same import, of whose 20 failed records so many were tried again."""
    counts = {"total": done, "created": done, **dict.fromkeys(("updated", "unchanged", "skipped", "failed"), 0)}
    retry = {"state": "running", "records": 20, "counts": counts, "rate": 4.0, "seconds_left": 90, "error": None}
    return imported(retry={**retry, **more})


def left_out(name: str = "left-out.csv", following: str | None = None) -> dict[str, Any]:
    """A turn of `import.failed`."""
    file = {"url": f"https://example.org/{name}", "rows": 50, "expires_at": "2026-11-22T03:00:00Z"}
    return {**file, "failed": 20, "skipped": 30, "reasons": {"no_email": 30}, "next": following}


@pytest.fixture
def admin(fake: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("crmsync.cli.commands.imports.follow.time.sleep", lambda _: None)
    done = [
        imported(),
        imported(waiting="salesforce"),
        imported(state="done", list_id="7", list_url=LIST_URL, seconds_left=None),
    ]
    fake.answers |= {
        "import.start": imported(state="estimated"),
        "import.confirm": imported(),
        "import.status": imported(),
        "import.pause": imported(state="paused"),
        "import.resume": imported(),
        "import.cancel": imported(state="cancelled"),
        "import.retry": {"enqueued": 20},
        "import.failed": left_out(),
    }
    ask = fake.connect

    class Polled:
        def __call__(self, command: str, args: dict[str, Any]) -> Any:
            answer = fake(command, args)
            return done.pop(0) if command == "import.status" and done and args else answer

    fake.connect = lambda target: (ask(target), Polled())[1]
    return fake


def run(admin: Any, *words: str) -> int:
    return main(["import", *words], admin.connect)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("hubspot_contacts",), {"kind": "hubspot_contacts"}),
        (("--kind", "hubspot_contacts", "--list", "7"), {"kind": "hubspot_contacts", "list_id": "7"}),
        (("hubspot-contacts", "--list", "7"), {"kind": "hubspot_contacts", "list_id": "7"}),
        (("--kind", "leads-and-contacts"), {"kind": "leads_and_contacts"}),
        (("accounts", "--where", "Industry = 'Banking'"), {"kind": "accounts", "where": "Industry = 'Banking'"}),
        (("objects/my-pet",), {"kind": "objects/my-pet"}),
    ],
)
def test_the_kind_by_place_or_by_name(admin: Any, words: tuple[str, ...], asked: dict[str, Any]) -> None:
    assert run(admin, "estimate", *words) == 0
    assert admin.asked == [("import.start", asked)]


@pytest.mark.parametrize("words", [(), ("leads", "--kind", "contacts"), ("everybody",)])
def test_no_kind_two_kinds_or_an_unknown_one_are_wrong_use(admin: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        run(admin, "estimate", *words)
    assert admin.asked == []


def text_of(show: Any, answer: dict[str, Any]) -> str:
    console = Console(width=80, record=True, file=io.StringIO())
    show(answer, console)
    return " ".join(console.export_text().split())


@pytest.mark.s("S75", "S87")
def test_an_estimate_says_what_it_costs_and_whether_it_fits(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(admin, "estimate", "all-contacts", "--where", "LeadSource = 'Web'", "--created-after", "2026-01-01") == 0
    assert admin.asked == [
        ("import.start", {"kind": "contacts", "where": "LeadSource = 'Web'", "created_after": "2026-01-01"})
    ]
    shown = " ".join(capsys.readouterr().out.split())
    assert "10,000 records" in shown
    assert "this import, at most 231 10" in shown
    assert "the classic 3 a record 30,000" in shown
    assert "It fits into today's calls; about 2 min." in shown


def test_an_estimate_that_does_not_fit() -> None:
    answer = imported()
    answer["estimate"] |= {"fits": False, "days": 3}
    assert "with --spread it is done in 3 days" in text_of(show_estimate, answer)


@pytest.mark.s("S99")
@pytest.mark.parametrize(("word", "confirmed"), [(True, True), (False, False)])
def test_the_administrator_is_asked(
    admin: Any, monkeypatch: pytest.MonkeyPatch, word: bool, confirmed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Confirm, "ask", lambda *_, **__: word)
    assert run(admin, "start", "contacts") == (0 if confirmed else 1)
    assert ("import.confirm" in [command for command, _ in admin.asked]) is confirmed
    assert ("crmsync import confirm 0a1b2c" in capsys.readouterr().err) is not confirmed


@pytest.mark.s("S85", "S86", "S98", "S100", "S102")
def test_it_is_followed_to_its_end(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(admin, "start", "contacts", "--yes", "--spread") == 0
    assert admin.asked[1] == ("import.confirm", {"job_id": "0a1b2c", "spread": True})
    assert [command for command, _ in admin.asked].count("import.status") == 3
    assert "done: Salesforce import" in capsys.readouterr().out


def test_for_programs(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(admin, "start", "contacts", "--json") == 2
    assert run(admin, "start", "contacts", "--json", "--yes", "--detach") == 0
    out = capsys.readouterr().out
    assert json.loads(out)["job_id"] == "0a1b2c"


@pytest.mark.parametrize("word", ["pause", "resume", "cancel"])
def test_steering(admin: Any, word: str) -> None:
    assert run(admin, word, "0a1b2c") == 0
    assert admin.asked == [(f"import.{word}", {"job_id": "0a1b2c"})]


def test_where_the_list_of_the_imported_people_is(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, however narrow the terminal is: it is to be opened."""
    assert run(admin, "start", "contacts", "--yes", "--spread") == 0
    assert f"HubSpot list: {LIST_URL}\n" in capsys.readouterr().out


def test_the_left_out_records(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(admin, "failed", "0a1b2c") == 0
    out = capsys.readouterr().out
    assert "20 records failed, 30 skipped." in out
    assert "https://example.org/left-out.csv\n" in out


def test_more_of_them_than_a_file_holds(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {**left_out(following="0-9-1"), "url": None}
    turns = {None: left_out("a.csv", "0-7-1"), "0-7-1": nothing, "0-9-1": left_out()}

    def connect(_: object) -> Any:
        return lambda _, args: turns[args.get("after")]

    assert main(["import", "failed", "0a1b2c", "--json"], connect) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [file["url"] for file in shown["files"]] == ["https://example.org/a.csv", "https://example.org/left-out.csv"]
    assert (shown["failed"], shown["skipped"], "next" in shown) == (20, 30, False)


@pytest.mark.parametrize(("state", "code"), [("done", 0), ("cancelled", 1), ("failed", 1), ("paused", 0)])
def test_the_failed_records_again(fake: Any, monkeypatch: Any, capsys: Any, state: str, code: int) -> None:
    """With the bar of an import: of the failed records alone."""
    monkeypatch.setattr("crmsync.cli.commands.imports.follow.time.sleep", lambda _: None)
    turns = [retried(0), retried(8), retried(20, state=state, seconds_left=None)]
    drawn = bars(monkeypatch)

    def connect(_: object) -> Any:
        return lambda command, _: {"enqueued": 20} if command == "import.retry" else turns.pop(0)

    assert main(["import", "retry", "0a1b2c"], connect) == code
    assert drawn == [("running", 0, 20), ("running", 8, 20), (state, 20, 20)]
    assert f"retry {state}: 20 of 20 failed records (20 created)" in capsys.readouterr().out


def bars(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """What is drawn: the state, how many are done, of how many."""
    drawn: list[tuple[str, int, int]] = []

    def update(_: object, __: object, *, description: str, completed: int, total: int, pace: str) -> None:
        drawn.append((description, completed, total))

    monkeypatch.setattr("crmsync.cli.commands.imports.follow.Progress.update", update)
    return drawn


def test_a_retry_that_is_not_watched(fake: Any, capsys: pytest.CaptureFixture[str]) -> None:
    fake.answers |= {"import.retry": {"enqueued": 20}, "import.status": retried(0)}
    assert run(fake, "retry", "0a1b2c", "--detach", "--json") == 0
    assert fake.asked == [("import.retry", {"job_id": "0a1b2c"}), ("import.status", {"job_id": "0a1b2c"})]
    assert json.loads(capsys.readouterr().out)["enqueued"] == 20


def test_nothing_failed(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    admin.answers["import.retry"] = {"enqueued": 0}
    assert run(admin, "retry", "0a1b2c") == 0
    assert "No record of this import has failed" in capsys.readouterr().out


def test_ctrl_c_leaves_the_import_running(admin: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crmsync.cli.commands.imports.follow.time.sleep", interrupt)
    assert run(admin, "status", "0a1b2c", "--follow") == 0
    assert "The import goes on" in capsys.readouterr().err


def test_status_of_one() -> None:
    shown = text_of(show_import, imported(waiting="quota", warning="no right to lists"))
    assert "2,500 of 10,000 records, 250 a second, about 1 min left" in shown
    assert "goes on by itself" in shown
    assert "no right to lists" in shown
    assert "created 2,400" in shown
    assert "no email 30" in shown


def test_status_of_all() -> None:
    assert "0a1b2c contacts running 2,500 of 10,000" in text_of(show_imports, {"items": [imported()]})
    assert "Nothing was imported yet." in text_of(show_imports, {"items": []})


def test_a_failed_import_is_a_failed_command(admin: Any) -> None:
    admin.answers["import.confirm"] = imported(state="failed", error="Salesforce did not carry out the query")
    assert run(admin, "start", "contacts", "--yes", "--detach") == 1


def test_reasons_are_told_apart_from_the_counts_the_most_frequent_first() -> None:
    told = text_of(show_import, imported(state="done"))
    assert told.endswith("failed 20 Left out because of no email 30 duplicates 20")
    assert "because" not in text_of(show_import, imported(state="done", reasons={}))


def test_a_retry_is_told() -> None:
    shown = text_of(show_import, retried(8, error="S3 refuses"))
    assert "retry running: 8 of 20 failed records (8 created), about 2 min left: S3 refuses" in shown
    assert "retry" not in text_of(show_import, imported())


def test_a_refusal_is_shown(admin: Any, capsys: pytest.CaptureFixture[str]) -> None:
    admin.answers["import.start"] = CliError("bad_arguments", "where: a quote (') is not closed")
    assert run(admin, "estimate", "leads", "--where", "Name = 'x") == 2
    assert "a quote (') is not closed" in capsys.readouterr().err


def test_wrong_use(admin: Any) -> None:
    assert run(admin, "status", "--follow") == 2
    with pytest.raises(SystemExit):
        run(admin, "start", "everybody")
