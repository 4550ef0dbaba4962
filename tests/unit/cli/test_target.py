"""Which deployment a command is for."""

from pathlib import Path

import pytest
from crmsync.cli.failure import CliError
from crmsync.cli.target import Asked, Target, target_of

LINES = "AWS_ENDPOINT_URL=http://127.0.0.1:7000\nAWS_ACCESS_KEY_ID=test\nCRMSYNC_STACK=local\nSALESFORCE_ORG_ID=00D\n"


@pytest.mark.parametrize(
    ("asked", "environ", "stack"),
    [
        (Asked(), {}, "crmsync-dev"),
        (Asked(stage="prod"), {}, "crmsync-prod"),
        (Asked(stack="mine"), {}, "mine"),
        (Asked(stack="mine", stage="prod"), {"CRMSYNC_STACK": "theirs"}, "mine"),
        (Asked(), {"CRMSYNC_STACK": "theirs", "CRMSYNC_STAGE": "x"}, "theirs"),
        (Asked(), {"CRMSYNC_STAGE": "x"}, "crmsync-x"),
        (Asked(stage="prod"), {"CRMSYNC_STACK": "theirs"}, "crmsync-prod"),
    ],
)
def test_the_stack(asked: Asked, environ: dict[str, str], stack: str) -> None:
    assert target_of(asked, environ) == Target(stack)


def test_the_function_needs_no_stack() -> None:
    assert target_of(Asked(function="admin-1"), {}).function == "admin-1"


@pytest.mark.parametrize(
    ("folder", "environ"),
    [(".sandbox", {}), (".sandbox", {"PORT_BASE": "7000"}), (".sandbox-17000", {"PORT_BASE": "17000"})],
)
def test_the_local_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, environ: dict[str, str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "env").write_text(LINES)
    target = target_of(Asked(sandbox=True), environ)
    assert target == Target("local", aws={"AWS_ENDPOINT_URL": "http://127.0.0.1:7000", "AWS_ACCESS_KEY_ID": "test"})


def test_a_local_stack_that_is_not_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CliError, match="make sandbox-up") as refused:
        target_of(Asked(sandbox=True), {})
    assert (refused.value.code, refused.value.exit_code) == ("no_stack", 1)
