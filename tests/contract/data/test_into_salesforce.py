"""People into the real Salesforce simulator, made up and from an export."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.data.generate import main as generate
from sandbox.data.load import run_load
from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.salesforce.settings import SalesforceSettings
from sandbox.salesforce.simulator import SalesforceSimulator


@pytest.fixture
def url() -> Iterator[str]:
    with ServerThread(Gateway(SalesforceSimulator(time.time))) as server:
        yield server.url


def query(url: str, soql: str) -> list[dict[str, Any]]:
    """The records of one page, without their attributes."""
    token = SalesforceSettings().person_session_id
    answer = requests.get(
        f"{url}/services/data/v67.0/query",
        {"q": soql},
        headers={"Authorization": f"Bearer {token}"},
        timeout=5,
    )
    assert answer.status_code == 200, answer.text
    return [
        {name: value for name, value in record.items() if name != "attributes"} for record in answer.json()["records"]
    ]


@pytest.mark.parametrize("object_type", ["lead", "contact"])
def test_generated_people_all_fit(url: str, capsys: pytest.CaptureFixture[str], object_type: str) -> None:
    arguments = ["--count", "2000", "--seed", "1", "--side", "salesforce", "--object", object_type, "--into", url]
    assert generate(arguments) == 0
    assert capsys.readouterr().out.startswith("2000 people loaded, 0 refused")


def test_an_export_arrives_with_its_ids(url: str, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        '"ID","LASTNAME","COMPANY","TITLE","ANNUALREVENUE"\r\n'
        '"00Q5g00000AbCdE","Nguyễn","Initech","Head of\r\nThings","1200000.0"\r\n',
        encoding="utf-8-sig",
    )
    assert run_load("salesforce", "lead", path, {"SALESFORCE_INSTANCE_URL": url}) == 0
    (lead,) = query(url, "SELECT Id, Name, Company, AnnualRevenue FROM Lead WHERE LastName = 'Nguyễn'")
    assert lead["Id"].startswith("00Q5g00000AbCdE")
    assert lead["AnnualRevenue"] == 1_200_000
    assert (lead["Name"], lead["Company"]) == ("Nguyễn", "Initech")


def test_what_the_simulator_refuses_is_named_by_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"LastName,Company,AnnualRevenue\nKim,Acme,5\n{'x' * 90},Acme,\nLee,Acme,lots\n")
    assert run_load("salesforce", "lead", path, {"SALESFORCE_INSTANCE_URL": url}) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["line 3", "line 4"]
    assert "LastName" in lines[0] or "Last Name" in lines[0]
