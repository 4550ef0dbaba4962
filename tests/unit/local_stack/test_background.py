from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.aws.failure import StackError
from sandbox.stack import process_table
from sandbox.stack.background import Background, Launch, start, stop
from sandbox.stack.process_file import read_processes, write_processes

PATIENT_PARENT = """
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


@pytest.fixture
def launched(tmp_path: Path) -> Iterator[Callable[[str], Background]]:
    begun: list[Background] = []

    def launch(code: str) -> Background:
        command = (sys.executable, "-c", code)
        begun.append(start(Launch("test", command, dict(os.environ), tmp_path), tmp_path / "log"))
        return begun[-1]

    yield launch
    stop(begun)


def test_it_runs_in_a_group_of_its_own(launched: Callable[[str], Background]) -> None:
    process = launched(PATIENT_PARENT)
    found = process_table.find(process.pid)
    assert process.is_running()
    assert found is not None
    assert found.group == process.pid != os.getpgrp()


def test_stopping_ends_the_children_too(launched: Callable[[str], Background], tmp_path: Path) -> None:
    process = launched(PATIENT_PARENT)
    until(lambda: (tmp_path / "log").read_text().strip())
    child = int((tmp_path / "log").read_text())
    assert process_table.find(child) is not None
    stop([process])
    assert process_table.of_group(process.pid) == []
    assert process_table.find(child) is None


def test_a_process_that_ignores_the_request_is_killed(
    launched: Callable[[str], Background], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.stack.background.GRACE_S", 0.3)
    process = launched(STUBBORN)
    until(lambda: "deaf" in (tmp_path / "log").read_text())
    stop([process])
    assert not process.is_running()


def test_another_process_with_the_same_id_is_left_alone(launched: Callable[[str], Background]) -> None:
    process = launched(PATIENT_PARENT)
    recorded_earlier = replace(process, started="long ago")
    assert not recorded_earlier.is_running()
    stop([recorded_earlier])
    assert process.is_running()


def test_what_has_ended_is_not_running(launched: Callable[[str], Background]) -> None:
    process = launched("import time; time.sleep(0.2)")
    until(lambda: not process.is_running())
    stop([process])


def test_a_command_that_cannot_start_says_why(tmp_path: Path) -> None:
    with pytest.raises((StackError, FileNotFoundError), match="no-such-command"):
        start(Launch("test", ("no-such-command",), {}, tmp_path), tmp_path / "log")


def test_processes_are_written_down(tmp_path: Path) -> None:
    processes = [Background("aws", 12, "34"), Background("hubspot", 56, "78")]
    write_processes(tmp_path / "processes.json", processes)
    assert read_processes(tmp_path / "processes.json") == processes


def test_nothing_written_down_is_nothing_running(tmp_path: Path) -> None:
    assert read_processes(tmp_path / "processes.json") == []


@pytest.mark.skipif(shutil.which("ps") is None and os.environ.get("STRICT") != "1", reason="ps is missing")
def test_ps_tells_the_same_as_proc() -> None:
    me = os.getpid()
    listed = {process.pid: process for process in process_table._from_ps()}
    found = process_table.find(me)
    assert found is not None
    assert listed[me].group == found.group
    assert listed[me].command.split()[0] == found.command.split()[0]
