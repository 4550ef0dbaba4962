"""An administrator's own export into a simulator, over HTTP."""

import csv
import io
import json
import string
import threading
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.data.generate import main as generate
from sandbox.data.load import run_load


class Control(ThreadingHTTPServer):
    """The control endpoint alone: keeps what it is given, or only counts it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.keep = True
        self.refuse: dict[str, str] = {}
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def records(self) -> list[dict[str, str]]:
        return [record for body in self.bodies for record in body["records"]]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Control

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        control = self.server
        records = body["records"]
        control.batches.append(len(records))
        if control.keep:
            control.bodies.append(body)
        errors = [
            {"index": index, "reason": control.refuse[record["LastName"]]}
            for index, record in enumerate(records)
            if record.get("LastName") in control.refuse
        ]
        answer = json.dumps({"loaded": len(records) - len(errors), "errors": errors}).encode()
        self.send_response(control.status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def control() -> Iterator[Control]:
    server = Control()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def env_of(control: Control) -> dict[str, str]:
    return {"HUBSPOT_BASE_URL": control.url, "SALESFORCE_INSTANCE_URL": control.url}


def file_of(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_data_loader_export(control: Control, tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        b'\xef\xbb\xbf"ID","FIRSTNAME","LASTNAME","COMPANY","EMAIL","STREET","CREATEDDATE"\r\n'
        b'"00Q5g00000AbCdEEAV","Ada","Lovelace","Analytical","ada@x.co","1 Main St\r\nFloor 2","2026-01-01"\r\n',
    )
    assert run_load("salesforce", "lead", path, env_of(control)) == 0
    assert control.bodies == [
        {
            "object": "Lead",
            "ids": ["00Q5g00000AbCdEEAV"],
            "records": [
                {
                    "FirstName": "Ada",
                    "LastName": "Lovelace",
                    "Company": "Analytical",
                    "Email": "ada@x.co",
                    "Street": "1 Main St\r\nFloor 2",
                }
            ],
        }
    ]


def test_a_hubspot_export(control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file_of(
        tmp_path,
        "Record ID;First Name;Last Name;Email;Phone Number;Contact owner\n51;Zoë;Ng;zoe@x.co;+49 30 1;Kim\n",
    )
    assert run_load("hubspot", "contact", path, env_of(control)) == 0
    assert control.records == [{"firstname": "Zoë", "lastname": "Ng", "email": "zoe@x.co", "phone": "+49 30 1"}]
    assert control.bodies[0]["ids"] == ["51"]
    output = capsys.readouterr()
    assert output.out.startswith("1 of 1 hubspot contacts loaded")
    assert output.err == "columns left out: Contact owner\n"


def test_bad_rows_are_listed_with_their_line_and_the_rest_loads(
    control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    control.refuse = {"Refused": "Status: bad value for restricted picklist field"}
    path = file_of(
        tmp_path,
        b"Last Name,Company,Email,Id\n"  # 1
        b"Good,Acme,good@x.co,1\n"  # 2
        b'"Two\nlines",Acme,,2\n'  # 3, 4
        b",Acme,,3\n"  # 5
        b"NoCompany,,,4\n"  # 6
        b"Bad,Acme,not an address,5\n"  # 7
        b"Short,Acme\n"  # 8
        b"M\xfcller,Acme,,6\n"  # 9
        b"Again,Acme,,1\n"  # 10
        b"Refused,Acme,,7\n"  # 11
        b"Last,Acme,,8\n",  # 12
    )
    assert run_load("salesforce", "lead", path, env_of(control)) == 0
    output = capsys.readouterr()
    assert output.err.splitlines() == [
        "line 5: LastName is missing",
        "line 6: Company is missing",
        "line 7: 'not an address' is no e-mail address",
        "line 8: 2 columns instead of 4",
        "line 9: undecodable bytes in column 1 (the file must be UTF-8)",
        "line 10: Id '1' is already in line 2",
        "line 11: Status: bad value for restricted picklist field",
    ]
    assert output.out.startswith("3 of 10 salesforce leads loaded")
    assert output.out.endswith("7 bad rows\n")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("salesforce contact", "Email\na@b.co\n"), "no column LastName"),
        (("salesforce lead", "Email\na@b.co\n"), "no column LastName and no column Company"),
        (("salesforce contact", "Colour\nred\n"), "none of the columns is known"),
        (("hubspot lead", "Email\na@b.co\n"), "hubspot has no lead to load"),
        (("hubspot contact", ""), "no heading row"),
    ],
)
def test_wrong_use(
    control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: tuple[str, str], message: str
) -> None:
    target, content = wrong
    side, object_type = target.split()
    assert run_load(side, object_type, file_of(tmp_path, content), env_of(control)) == 2
    assert message in capsys.readouterr().err
    assert control.batches == []


def test_a_missing_file_is_wrong_use(control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_load("hubspot", "contact", tmp_path / "none.csv", env_of(control)) == 2
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.parametrize("env", [{}, {"HUBSPOT_BASE_URL": "http://127.0.0.1:9"}])
def test_a_missing_sandbox_is_said_clearly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], env: dict[str, str]
) -> None:
    assert run_load("hubspot", "contact", file_of(tmp_path, "Email\na@b.co\n"), env) == 1
    assert "make sandbox-up" in capsys.readouterr().err


def test_nothing_loaded_is_a_failure(control: Control, tmp_path: Path) -> None:
    assert run_load("hubspot", "contact", file_of(tmp_path, "Email\nnonsense\n"), env_of(control)) == 1


def test_a_failing_simulator_is_a_failure(control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    control.status = 500
    assert run_load("hubspot", "contact", file_of(tmp_path, "Email\na@b.co\n"), env_of(control)) == 1
    assert "HTTP 500" in capsys.readouterr().err


def test_a_hundred_thousand_rows_in_batches_and_little_memory(control: Control, tmp_path: Path) -> None:
    control.keep = False
    path = tmp_path / "leads.csv"
    arguments = ["--count", "100000", "--seed", "3", "--side", "salesforce", "--object", "lead", "--out", str(path)]
    assert generate(arguments) == 0
    tracemalloc.start(1)
    try:
        assert run_load("salesforce", "lead", path, env_of(control)) == 0
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sum(control.batches) == 100_000
    assert max(control.batches) == 1_000
    assert peak < path.stat().st_size / 2


@pytest.mark.parametrize(("side", "object_type"), [("hubspot", "contact"), ("salesforce", "contact")])
def test_generated_people_come_through_the_file_as_they_go_directly(
    control: Control, tmp_path: Path, capsys: pytest.CaptureFixture[str], side: str, object_type: str
) -> None:
    people = ["--count", "2500", "--seed", "5", "--side", side, "--object", object_type]
    path = tmp_path / "people.csv"
    assert generate([*people, "--into", control.url]) == 0
    directly = control.records
    control.bodies.clear()
    assert generate([*people, "--out", str(path)]) == 0
    assert run_load(side, object_type, path, env_of(control)) == 0
    bad = sum(line.startswith("line ") for line in capsys.readouterr().err.splitlines())
    through_file = control.records
    assert len(directly) == 2500
    assert len(through_file) + bad == 2500
    assert all(record in directly for record in through_file[:200])
    assert bad == 0 if side == "salesforce" else 0 < bad < 60


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t,;\"'"), max_size=40)
names = cells.filter(str.strip)


Rows = list[tuple[str, ...]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(names, names, cells, cells), min_size=1, max_size=20), delimiter=st.sampled_from(",;\t"))
def test_what_an_export_holds_is_what_arrives(control: Control, tmp_path: Path, rows: Rows, delimiter: str) -> None:
    control.bodies.clear()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(("Last Name", "Company", "Street", "Title"))
    writer.writerows(rows)
    assert run_load("salesforce", "lead", file_of(tmp_path, text.getvalue()), env_of(control)) == 0
    fields = ("LastName", "Company", "Street", "Title")
    assert control.records == [
        {field: cell for field, cell in zip(fields, row, strict=True) if cell.strip()} for row in rows
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--count", "0", "--side", "hubspot", "--out", "x.csv"],
        ["--count", "1000001", "--side", "hubspot", "--out", "x.csv"],
        ["--count", "5", "--side", "hubspot"],
        ["--count", "5", "--side", "elsewhere", "--out", "x.csv"],
    ],
)
def test_generator_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        generate(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_generator_knows_no_hubspot_lead(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(["--count", "5", "--side", "hubspot", "--object", "lead", "--out", "x.csv"]) == 2
    assert "hubspot has no lead" in capsys.readouterr().err


def test_generator_without_simulator(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(["--count", "5", "--side", "hubspot", "--into", "http://127.0.0.1:9"]) == 1
    assert "no connection" in capsys.readouterr().err


def test_alphabet_of_headings_is_ascii() -> None:
    from sandbox.data.shapes import SHAPES

    allowed = set(string.ascii_letters + string.digits + " /_")
    assert all(set(label) <= allowed for shape in SHAPES.values() for label in shape.labels.values())
