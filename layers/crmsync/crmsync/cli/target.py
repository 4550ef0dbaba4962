"""Which deployment a command is for: the local stack's environment file, or an AWS account's stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crmsync.cli.failure import CliError

DEFAULT_STAGE = "dev"


@dataclass(frozen=True, slots=True)
class Target:
    """`function` makes the look-up in the stack's outputs unnecessary; `aws` is empty to use the AWS profile."""

    stack: str
    function: str | None = None
    aws: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say; None where nothing was said."""

    stage: str | None = None
    stack: str | None = None
    function: str | None = None
    sandbox: bool = False


def target_of(asked: Asked, environ: Mapping[str, str]) -> Target:
    """Raises CliError when the local stack is asked for and is not up.

    `CRMSYNC_STACK` and `CRMSYNC_STAGE` in the environment stand in for options that were not given.
    """
    local = sandbox_environment(environ) if asked.sandbox else {}
    known = {**environ, **local}
    stage = asked.stage or known.get("CRMSYNC_STAGE", DEFAULT_STAGE)
    stack = asked.stack or (None if asked.stage else known.get("CRMSYNC_STACK")) or f"crmsync-{stage}"
    return Target(stack, asked.function, {name: value for name, value in local.items() if name.startswith("AWS_")})


def sandbox_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The `KEY=value` lines that the local stack wrote when it was ready; `PORT_BASE` names another instance."""
    port_base = environ.get("PORT_BASE", "")
    path = Path(f".sandbox-{port_base}" if port_base not in {"", "7000"} else ".sandbox") / "env"
    if not path.is_file():
        raise CliError("no_stack", f"no local stack is up ({path} does not exist): start it with `make sandbox-up`")
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
