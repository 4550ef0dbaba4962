from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.stack.env_file import read_env, write_env
from sandbox.stack.place import Place
from sandbox.stack.shared_env import share_env, withdraw_env
from sandbox.stack.tear_down import tear_down


def instance(project: Path, port_base: int) -> Place:
    place = Place(port_base, project)
    place.folder.mkdir()
    write_env(place.env_file, {"HUBSPOT_BASE_URL": place.hubspot_url})
    return place


def test_an_instance_on_other_ports_is_found_in_the_usual_place(tmp_path: Path) -> None:
    place = instance(tmp_path, 17000)
    share_env(place)
    assert read_env(tmp_path / ".sandbox" / "env") == {"HUBSPOT_BASE_URL": "http://127.0.0.1:17001"}


def test_it_goes_with_its_instance(tmp_path: Path) -> None:
    place = instance(tmp_path, 17000)
    share_env(place)
    withdraw_env(place)
    assert not (tmp_path / ".sandbox" / "env").exists()


def test_of_two_the_later_one_stays(tmp_path: Path) -> None:
    first, second = instance(tmp_path, 17000), instance(tmp_path, 18000)
    share_env(first)
    share_env(second)
    withdraw_env(first)
    assert read_env(tmp_path / ".sandbox" / "env") == {"HUBSPOT_BASE_URL": "http://127.0.0.1:18001"}


def test_stopping_a_default_instance_that_is_not_up_leaves_the_others_file(tmp_path: Path) -> None:
    share_env(instance(tmp_path, 17000))
    tear_down(Place(project=tmp_path))
    assert (tmp_path / ".sandbox" / "env").exists()


def test_a_running_default_instance_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    default = instance(tmp_path, 7000)
    monkeypatch.setattr("sandbox.stack.shared_env.read_processes", lambda _: [Running()])
    share_env(instance(tmp_path, 17000))
    assert read_env(default.env_file) == {"HUBSPOT_BASE_URL": default.hubspot_url}


class Running:
    def is_running(self) -> bool:
        return True
