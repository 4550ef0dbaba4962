from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.aws.emulator import environment
from sandbox.aws.template import read_template
from sandbox.stack.local_deployment import local_deployment
from sandbox.stack.place import Place


def test_every_parameter_is_one_of_the_template() -> None:
    declared = read_template(Place().project / "template.yaml")["Parameters"]
    assert set(local_deployment(Place(), "DISABLED").parameters) <= set(declared)


def test_the_crms_are_the_simulators() -> None:
    parameters = local_deployment(Place(7100), "ENABLED").parameters
    assert parameters["HubspotBaseUrl"] == "http://127.0.0.1:7101"
    assert parameters["SalesforceLoginUrl"] == "http://127.0.0.1:7102"
    assert parameters["SchedulesState"] == "ENABLED"


def test_rates_are_those_of_aws() -> None:
    assert not [name for name in local_deployment(Place(), "ENABLED").parameters if name.endswith("Rate")]


@pytest.mark.parametrize(("machine", "architecture"), [("x86_64", "x86_64"), ("aarch64", "arm64"), ("arm64", "arm64")])
def test_the_machine_s_own_architecture(machine: str, architecture: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert local_deployment(Place(), "ENABLED").parameters["Architecture"] == architecture


def test_functions_inherit_nothing_of_the_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_PROFILE", "company")
    monkeypatch.setenv("HUBSPOT_ACCESS_TOKEN", "a real one")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    given = environment(7000, tmp_path)
    assert not {"AWS_PROFILE", "HUBSPOT_ACCESS_TOKEN", "PYTHONPATH"} & set(given)
    assert given["HOME"] == given["TMPDIR"] == str(tmp_path)
    assert given["PATH"] == os.defpath


def test_the_emulator_listens_on_this_machine_only(tmp_path: Path) -> None:
    given = environment(7000, tmp_path)
    assert given["BIND_HOST"] == "127.0.0.1"
    assert given["SFTP_ENABLED"] == given["IOT_MTLS_ENABLED"] == "0"
