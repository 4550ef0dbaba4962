from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from sandbox.__main__ import main
from sandbox.aws.failure import StackError
from sandbox.stack.background import Launch, start
from sandbox.stack.place import Place
from sandbox.stack.process_file import write_processes
from sandbox.stack.start_up import is_up, start_up


@pytest.mark.parametrize("arguments", [[], ["sideways"], ["load"], ["load", "--side", "erp", "--object", "lead", "f"]])
def test_wrong_use_is_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_a_wrong_port_base_is_two(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT_BASE", "eight")
    assert main(["status"]) == 2
    assert "PORT_BASE=eight" in capsys.readouterr().err


def test_a_wrong_state_of_the_schedules_is_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SANDBOX_SCHEDULES", "off")
    assert main(["up"]) == 2
    assert "ENABLED or DISABLED" in capsys.readouterr().err


def test_status_of_nothing_is_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT_BASE", "64000")
    assert main(["status"]) == 1
    assert "not running" in capsys.readouterr().out


def test_stopping_nothing_is_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT_BASE", "64000")
    assert main(["down"]) == 0
    assert "was not running" in capsys.readouterr().out


def test_all_are_stopped_whatever_their_ports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [Place(7000, tmp_path), Place(17000, tmp_path)]
    monkeypatch.setattr("sandbox.__main__.started_places", lambda: places)
    started = []
    for place in places:
        place.folder.mkdir()
        sleeper = Launch("test", (sys.executable, "-c", "import time; time.sleep(60)"), {}, tmp_path)
        started.append(start(sleeper, tmp_path / "log"))
        write_processes(place.process_file, started[-1:])
    assert main(["down", "--all"]) == 0
    assert [process.is_running() for process in started] == [False, False]
    assert capsys.readouterr().out == "local stack: stopped\n"
    assert not [place for place in places if place.process_file.exists()]


def test_a_taken_port_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        place = Place(listener.getsockname()[1], tmp_path)
        with pytest.raises(StackError, match=f"port {place.port_base} is in use"):
            start_up(place)
    assert not is_up(place)
    assert not place.folder.exists()
