"""People into the real HubSpot simulator, made up and from an export."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.data.generate import main as generate
from sandbox.data.load import run_load
from sandbox.frame.gateway import Gateway
from sandbox.frame.server_thread import ServerThread
from sandbox.hubspot.simulator import HubspotSimulator


@pytest.fixture
def simulator() -> HubspotSimulator:
    return HubspotSimulator(time.time)


@pytest.fixture
def url(simulator: HubspotSimulator) -> Iterator[str]:
    with ServerThread(Gateway(simulator)) as server:
        yield server.url


def test_generated_people_arrive(url: str, simulator: HubspotSimulator, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(simulator.portal.store("contacts").records)
    assert generate(["--count", "2000", "--seed", "1", "--side", "hubspot", "--into", url]) == 0
    loaded = int(capsys.readouterr().out.split()[0])
    assert len(simulator.portal.store("contacts").records) == before + loaded
    assert 1_950 < loaded < 2_000


def test_an_export_arrives_with_its_ids(url: str, simulator: HubspotSimulator, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text('Record ID,First Name,Email,Phone Number\n987654321,"Zoë ""Z""",ZOE@x.example,+49 30 1\n')
    assert run_load("hubspot", "contact", path, {"HUBSPOT_BASE_URL": url}) == 0
    record = simulator.portal.store("contacts").get("987654321")
    assert record is not None
    assert record.values["firstname"] == 'Zoë "Z"'
    assert record.values["email"] == "zoe@x.example"


def test_what_the_simulator_refuses_is_named_by_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Email,Record ID\na@x.example,900001\nb@x.example,nine\n")
    assert run_load("hubspot", "contact", path, {"HUBSPOT_BASE_URL": url}) == 0
    assert capsys.readouterr().err == "line 3: id nine is not a free record id\n"


def test_loading_a_file_twice_says_who_is_there_already(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Email\nada@x.example\n")
    assert run_load("hubspot", "contact", path, {"HUBSPOT_BASE_URL": url}) == 0
    assert run_load("hubspot", "contact", path, {"HUBSPOT_BASE_URL": url}) == 1
    assert "line 2: email ada@x.example belongs to record" in capsys.readouterr().err
