"""Invokes every deployed function once: one that fails at import would otherwise be silent, and it warms them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from sandbox.aws.clients import Aws
from sandbox.aws.failure import FunctionFailedError, StackError
from sandbox.aws.invocation import invoke

WARM_UP = {"warmup": True}
"""Each function answers this without doing anything."""
PARALLEL = 3


def check_functions(function_names: Iterable[str], aws: Aws) -> None:
    """Raises StackError that names each function that fails, and why."""
    with ThreadPoolExecutor(PARALLEL) as pool:
        problems = [problem for problem in pool.map(lambda name: _problem(name, aws), function_names) if problem]
    if problems:
        raise StackError("functions that do not answer:\n" + "\n".join(problems))


def activate_configuration(config_guard: str, admin: str, aws: Aws) -> None:
    """Makes the first configuration from the parameters, so that no event meets a stack without one."""
    invoke(aws, config_guard, {"force": True})
    answer = invoke(aws, admin, {"command": "config.show", "args": {}})
    if not (answer.get("ok") and answer["result"].get("active")):
        raise StackError(f"no configuration is active: {answer}")


def _problem(function_name: str, aws: Aws) -> str | None:
    try:
        invoke(aws, function_name, WARM_UP)
    except FunctionFailedError as failure:
        return f"  {failure}"
    return None
