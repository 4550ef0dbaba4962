from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.stack.place import Place, chosen_place, started_places


def test_the_default_place() -> None:
    place = chosen_place({})
    assert place.ports == (7000, 7001, 7002)
    assert place.env_file == place.project / ".sandbox" / "env"
    assert (place.project / "template.yaml").exists()


def test_another_port_base_shares_neither_ports_nor_folders() -> None:
    default, other = chosen_place({}), chosen_place({"PORT_BASE": "17000"})
    assert other.ports == (17000, 17001, 17002)
    assert other.folder.name == ".sandbox-17000"
    assert other.folder != default.folder


@pytest.mark.parametrize("text", ["seven", "80", "65535", "-1", "7000.5"])
def test_a_wrong_port_base_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="PORT_BASE"):
        chosen_place({"PORT_BASE": text})


def test_addresses_are_of_this_machine_only() -> None:
    place = Place(7100, Path("/project"))
    assert place.hubspot_url == "http://127.0.0.1:7101"
    assert place.salesforce_url == "http://127.0.0.1:7102"


def test_the_started_places_of_a_project(tmp_path: Path) -> None:
    for folder, file in (
        (".sandbox", "processes.json"),
        (".sandbox-17000", "processes.json"),
        (".sandbox-9000", "env"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).touch()
    assert started_places(tmp_path) == [Place(7000, tmp_path), Place(17000, tmp_path)]
    assert started_places(tmp_path / "none") == []
