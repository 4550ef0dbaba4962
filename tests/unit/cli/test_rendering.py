"""What an administrator sees in 80 columns."""

from typing import Any

import pytest
from crmsync.cli.commands.config_set import CONFIG_SET
from crmsync.cli.commands.config_show import CONFIG_SHOW
from crmsync.cli.commands.errors import ERRORS
from crmsync.cli.commands.preview import PREVIEW
from crmsync.cli.commands.reconcile import RECONCILE
from crmsync.cli.commands.resync import RESYNC
from crmsync.cli.commands.status import STATUS
from crmsync.cli.commands.switch import PAUSE, RESUME
from crmsync.cli.commands.undo import UNDO
from crmsync.cli.commands.usage import USAGE
from crmsync.cli.shown_values import plain, relative
from crmsync.core.default_configuration import CONTACT_PAIR

from tests.unit.cli.printed_commands import mentioned
from tests.unit.cli.terminal import seen, squeezed


def test_status(fake: Any) -> None:
    assert squeezed(seen(STATUS, fake.answers["status"])) == [
        "running, configuration 3",
        "Queue waiting in work",
        "live 12 3",
        "bulk 0 0",
        "dead letters 1 0",
        "Parked 1,200",
        "duplicates 200",
        "property values 1,000",
        "Calls a day HubSpot Salesforce",
        "allotted 200,000 200,000",
        "used 1,234 (1 %) 1,234 (1 %)",
        "left for live changes 198,766 198,766",
        "left for polls 158,766 158,766",
        "left for bulk 0 0",
        "polled until 3 min ago -",
        "polled every 30 minutes 5 minutes",
        "Live feed state last event last missed",
        "hubspot webhook healthy 3 min ago -",
        "salesforce change event lost 5 h ago 3 min ago",
        "salesforce outbound - - -",
    ]


def test_status_of_a_paused_system_with_a_refused_parameter(fake: Any) -> None:
    status = fake.answers["status"]
    status |= {"paused": True, "dry_run": True, "configuration": {"version": None, "refused": 2}}
    status["parked"] = {"total": 0, "by_category": {}, "more": False}
    text = " ".join(squeezed(seen(STATUS, status)))
    assert text.startswith(
        "paused, dry run (nothing is written), no configuration yet, 2 refused: see `crmsync config show`"
    )
    assert "Nothing is parked." in text


def test_a_large_backlog_is_marked(fake: Any) -> None:
    status = fake.answers["status"]
    status["parked"] |= {"total": 10_000, "more": True}
    assert "Parked 10,000+" in squeezed(seen(STATUS, status))


def test_usage(fake: Any) -> None:
    lines = squeezed(seen(USAGE, fake.answers["usage"]))
    assert lines[1] == "2026-11-16 0 0"
    assert lines[7] == "2026-11-22 6,000 6,000"
    assert lines[8:11] == ["vendor's own count 4,321 -", "vendor's limit 250,000 -", "as read 5 min ago -"]
    assert lines[11:] == [
        "By function, 7 days HubSpot Salesforce",
        "sync records 900 900",
        "hubspot poll 100 100",
        "By purpose, 7 days HubSpot Salesforce",
        "look 1,000 1,000",
        "Busiest hours (UTC) HubSpot Salesforce",
        "2026-11-22T07:00Z 600 600",
        *(f"2026-11-22T0{hour}:00Z 100 100" for hour in range(1, 5)),
    ]


def test_errors(fake: Any) -> None:
    page = fake.answers["parked.list"] | {"next": "token"}
    assert squeezed(seen(ERRORS, page)) == [
        "salesforce Lead 00Q000000000001EAA: property values, next try in 10 min",
        "Salesforce requires Company.",
        "fix: Fill it in.",
        "more: crmsync errors --next token",
    ]


def test_an_error_of_a_field_that_waits_for_a_person(fake: Any) -> None:
    item = fake.answers["parked.list"]["items"][0] | {"part": "email", "next_try_at": None}
    heading = squeezed(seen(ERRORS, {"items": [item], "next": None}))[0]
    assert "field email" in heading


def test_no_errors() -> None:
    assert squeezed(seen(ERRORS, {"items": [], "next": None})) == ["Nothing is parked."]


def test_errors_that_are_tried_again() -> None:
    shown = squeezed(seen(ERRORS, {"due": 1_200}))
    assert shown == ["1,200 are tried again within a minute, as far as there are calls left."]


def test_the_default_mappings_in_80_columns() -> None:
    mappings = [
        {"hubspot": one.hubspot, "salesforce": one.salesforce, "rule": one.rule, "to_salesforce": one.to_salesforce}
        for one in CONTACT_PAIR.mappings
    ]
    pair = {"hubspot": "contact", "salesforce": ["Contact", "Lead"], "mappings": mappings}
    rows = squeezed(seen(CONFIG_SHOW, {"active": None, "refused": [], "notices": [], "pairs": [pair]}))[2:]
    assert len(rows) == len(mappings)
    assert "city MailingCity / City prefer Salesforce" in rows
    assert "numemployees - / NumberOfEmployees to HubSpot only" in rows
    assert "hubspot_owner_id OwnerId two-way" in rows


def test_a_long_fix_is_indented_to_its_end(fake: Any) -> None:
    item = fake.answers["parked.list"]["items"][0] | {"fix": "Mend what is wrong. " * 8}
    _, _, *fix = seen(ERRORS, {"items": [item], "next": None}).splitlines()
    assert len(fix) > 1
    assert all(line.startswith("  ") for line in fix)


def test_a_reconcile(fake: Any) -> None:
    start, status, report = RECONCILE
    lines = squeezed(seen(start, {**fake.answers["reconcile.start"], "begun": False}))
    assert "A round runs already:" in lines
    lines = squeezed(seen(status, fake.answers["reconcile.status"]))
    assert "comparing Contact (Contact, Lead)" in lines
    assert "today's calls are used up; it goes on by itself when there are calls again" in lines
    assert "counterpart is gone 2" in lines
    lines = squeezed(seen(report, fake.answers["reconcile.report"]))
    assert "contact jobtitle 5 no event told of the change" in lines
    assert "contact firm 2 calculated: no event tells" in lines
    assert "No value had drifted apart." in seen(report, {**fake.answers["reconcile.report"], "drift": []})
    failed = {**fake.answers["reconcile.status"], "state": "failed", "error": "Salesforce did not answer"}
    assert "Salesforce did not answer" in seen(status, failed)
    assert (status.exit_code(failed), report.exit_code(fake.answers["reconcile.report"])) == (1, 0)


def test_the_preview_of_a_resync() -> None:
    answer = {
        "looked_at": 3,
        "would_change": 2,
        "fields": [{"field": "jobtitle", "side": "salesforce", "values": 2}],
        "actions": {"update": 2, "in_step": 1},
        "kept": {},
        "examples": ["hubspot#contact#51"],
        "next": None,
    }
    lines = squeezed(seen(RESYNC, answer))
    assert lines[0] == "2 of 3 records would change; nothing was written."
    assert "jobtitle 2 salesforce" in lines
    assert lines[-1] == "hubspot contact 51"


def test_what_a_new_mapping_leaves_is_told_with_what_puts_it_in_step(fake: Any) -> None:
    told = seen(CONFIG_SET, fake.answers["config.set"])
    assert "contact/city: what records held before stays" in told
    assert mentioned(told) == [["resync", "--mapping", "city", "--object", "contact"]]


def test_an_undo() -> None:
    assert seen(UNDO, {"enqueued": 1}) == "1 record will be put back; see `crmsync record` for each\n"
    told = {"looked_at": 2, "would_change": 0, "fields": [], "kept": {"changed_since": 2}, "examples": []}
    assert "2 values stay: they were changed since" in squeezed(seen(UNDO, told))


def test_a_back_fill(fake: Any) -> None:
    drift = [{"object": "contact", "field": "jobtitle", "cause": "back_fill", "values": 7, "sentence": "…"}]
    lines = squeezed(seen(RESYNC, {**fake.answers["reconcile.report"], "drift": drift, "preview": True}))
    assert lines[0] == "A preview: nothing was written."
    assert "would be put in step 7" in lines
    assert "contact jobtitle 7 held since before the mapping or its rule" in lines
    assert "running, began" in seen(RESYNC, fake.answers["reconcile.status"])


def test_resync(fake: Any) -> None:
    assert seen(RESYNC, {"enqueued": 1}) == "1 record will be looked at again\n"
    assert seen(RESYNC, {"enqueued": 1_200}) == "1,200 records will be looked at again\n"


def test_a_pause(fake: Any) -> None:
    assert squeezed(seen(PAUSE, fake.answers["pause"])) == [
        "paused since 7 min ago: no CRM is read or written",
        "1,200 changes wait for `crmsync resume`; what comes now waits too",
    ]
    assert PAUSE.exit_code(fake.answers["pause"]) == 0


def test_a_pause_that_is_not_in_force_yet(fake: Any) -> None:
    answer = fake.answers["pause"] | {"taken": False, "outcome": "unavailable"}
    assert squeezed(seen(PAUSE, answer)) == [
        "written, not in force yet (unavailable): see `crmsync status` in a minute"
    ]
    assert PAUSE.exit_code(answer) == 1


def test_the_end_of_a_pause(fake: Any) -> None:
    assert squeezed(seen(RESUME, fake.answers["resume"])) == [
        "running, after a pause that began 7 min ago",
        "1,200 changes that waited go on by themselves",
    ]
    answer = fake.answers["resume"] | {"since": None, "waiting": 0}
    assert seen(RESUME, answer) == "running\n"


def test_a_preview(fake: Any) -> None:
    page = fake.answers["preview.list"] | {"next": "token"}
    text = seen(PREVIEW, page)
    assert squeezed(text) == [
        "hubspot contact 51: would write 1 value to Salesforce, planned 4 min ago",
        "→ Salesforce city: salesforce blank (prefer Salesforce)",
        "more: crmsync preview --next token",
    ]


def test_a_preview_without_rows(fake: Any) -> None:
    page = {"dry_run": True, "items": [], "next": None}
    assert squeezed(seen(PREVIEW, page)) == ["The dry run has planned nothing yet."]
    assert seen(PREVIEW, page | {"dry_run": False}).startswith("There is no dry run")
    over = fake.answers["preview.list"] | {"dry_run": False}
    assert squeezed(seen(PREVIEW, over))[0] == "The dry run is over: these go on by themselves."


def test_config(fake: Any) -> None:
    assert squeezed(seen(CONFIG_SHOW, fake.answers["config.show"])) == [
        "active: version 3, 14 mappings, since 5 h ago",
        "refused settings/contact /colour",
        "unknown key",
        "fix: remove it",
        "notice fax does not sync with Lead.Fax",
        "fix: Run the set-up",
        "contact (HubSpot) Contact / Lead rule",
        "city MailingCity / City two-way",
    ]


def test_a_parameter_is_printed_as_it_is() -> None:
    value = '{"mappings": [{"hubspot": "[bold]jobtitle[/bold]", "salesforce": "Title", "rule": "two_way"}, {"a": "b"}]}'
    assert seen(CONFIG_SHOW, {"parameter": "p", "value": value}) == value + "\n"


def test_what_a_crm_holds_is_neither_markup_nor_a_terminal_command() -> None:
    assert plain("[red]x[/red]\x1b[2J\ny").plain == "[red]x[/red] [2J y"


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        ("2026-11-22T12:00:00.000Z", "now"),
        ("2026-11-22T11:59:20.000Z", "40 s ago"),
        ("2026-11-22T11:00:01.000Z", "59 min ago"),
        ("2026-11-22T09:59:00.000Z", "2 h ago"),
        ("2026-11-19T12:00:00.000Z", "3 d ago"),
        ("2026-11-22T12:15:00.000Z", "in 15 min"),
        (None, "-"),
    ],
)
def test_relative_times(time: str | None, shown: str) -> None:
    from datetime import UTC, datetime

    assert relative(time, datetime(2026, 11, 22, 12, tzinfo=UTC)).plain == shown
