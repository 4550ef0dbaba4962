"""From a request to the admin function to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crmsync.core.failure import CrmError
from crmsync.usecases.admin.admin_error import AdminError, bad_arguments

Args = Mapping[str, Any]
Command = Callable[[Args], Any]
"""Takes `args`, gives `result`, a JSON value. Raises AdminError, or CrmError when a CRM or a store failed."""


def dispatch(commands: Mapping[str, Command], request: object) -> dict[str, Any]:
    """`{"command", "args"?}` → `{"ok": true, "result"}` or `{"ok": false, "error": {"code", "message"}}`.

    A failure of a CRM has its consequence as code (`quota_exhausted`, `retry_later`, `bad_configuration` …).
    """
    try:
        command, args = _parsed(commands, request)
        return {"ok": True, "result": command(args)}
    except AdminError as error:
        return _refused(error.code, error.message)
    except CrmError as error:
        return _refused(error.failure.consequence.value, str(error))


def _parsed(commands: Mapping[str, Command], request: object) -> tuple[Command, Args]:
    if not isinstance(request, Mapping) or not isinstance(request.get("command"), str):
        raise bad_arguments('the request must be {"command": "...", "args": {...}}')
    args = request.get("args") or {}
    if not isinstance(args, Mapping):
        raise bad_arguments("args must be an object")
    name = request["command"]
    if name not in commands:
        raise AdminError("not_available", f"{name} is not available; there is: {', '.join(sorted(commands))}")
    return commands[name], args


def _refused(code: str, message: str) -> dict[str, Any]:
    return {"ok": False, "error": {"code": code, "message": message}}
