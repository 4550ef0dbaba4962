"""Starting and stopping local stacks, with functions that only tell what they see."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from sandbox.aws.failure import StackError
from sandbox.stack import process_table
from sandbox.stack.place import Place
from sandbox.stack.ports import free_port_base, taken_ports
from sandbox.stack.process_file import read_processes
from sandbox.stack.stack import Stack
from sandbox.stack.start_up import is_up, start_up
from sandbox.stack.tear_down import tear_down
from tests.component.local_stack.conftest import make_project

pytestmark = pytest.mark.stack


def left_behind(place: Place) -> list[str]:
    return [process.command for process in process_table.running() if str(place.folder) in process.command]


@pytest.mark.lengthy
def test_two_side_by_side_and_each_leaves_nothing(tmp_path: Path, first_port_base: int) -> None:
    first_base = free_port_base(first_port_base)
    bases = (first_base, free_port_base(first_base + 10))
    first, second = (Place(base, make_project(tmp_path / str(base))) for base in bases)
    try:
        for place in (first, second):
            start_up(place, schedules="DISABLED")
        Stack(first).aws.sqs.send_message(QueueUrl=Stack(first).physical_ids["EventDeadLetterQueue"], MessageBody="one")
        assert [Stack(place).queue_depths()["EventDeadLetterQueue"] for place in (first, second)] == [1, 0]
        groups = [process.pid for process in read_processes(first.process_file)]
        assert tear_down(first) is True
        assert [process_table.of_group(group) for group in groups] == [[], [], []]
        assert left_behind(first) == []
        assert taken_ports(first.ports) == []
        assert sorted(path.name for path in first.folder.iterdir()) == ["hubspot.json", "logs", "salesforce.json"]
        assert is_up(second)
        assert Stack(second).invoke("AdminFunction", {}) == {"package": "crmsync"}
    finally:
        tear_down(first)
        tear_down(second)


def test_a_function_that_fails_at_import_is_named_with_the_reason(tmp_path: Path, first_port_base: int) -> None:
    place = Place(free_port_base(first_port_base), make_project(tmp_path / "code"))
    (place.project / "functions" / "admin" / "app.py").write_text("import no_such_package\n")
    with pytest.raises(StackError, match=r"AdminFunction.*No module named 'no_such_package'"):
        start_up(place)
    assert not is_up(place)
    assert left_behind(place) == []
    assert taken_ports(place.ports) == []


def test_a_template_that_is_refused_says_why(tmp_path: Path, first_port_base: int) -> None:
    place = Place(free_port_base(first_port_base), make_project(tmp_path / "code"))
    template = place.project / "template.yaml"
    template.write_text(template.read_text().replace("AWS::S3::Bucket", "AWS::S3::Bukket"))
    with pytest.raises(StackError, match="AWS::S3::Bukket"):
        start_up(place)
    assert taken_ports(place.ports) == []


def test_a_simulator_that_cannot_start_says_why(
    tmp_path: Path, first_port_base: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(free_port_base(first_port_base), make_project(tmp_path / "code"))
    monkeypatch.setattr("sandbox.stack.simulators._CODE", tmp_path)
    with pytest.raises(StackError, match=r"(hubspot|salesforce) ended(.|\n)*No module named"):
        start_up(place)
    assert taken_ports(place.ports) == []


@pytest.mark.lengthy
def test_a_stack_whose_emulator_died_is_not_up_and_starts_anew(tmp_path: Path, first_port_base: int) -> None:
    place = Place(free_port_base(first_port_base), make_project(tmp_path / "code"))
    try:
        start_up(place, schedules="DISABLED")
        emulator = next(process for process in read_processes(place.process_file) if process.name == "aws")
        os.killpg(emulator.pid, signal.SIGKILL)
        while emulator.is_running():
            os.waitpid(emulator.pid, 0)
        assert not is_up(place)
        start_up(place, schedules="DISABLED")
        assert Stack(place).invoke("AdminFunction", {}) == {"package": "crmsync"}
    finally:
        tear_down(place)
