"""From a request to its answer."""

from collections.abc import Mapping
from typing import Any

import pytest
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.usecases.admin.admin_error import AdminError
from crmsync.usecases.admin.dispatch import dispatch


def echo(args: Mapping[str, Any]) -> Any:
    return dict(args)


def test_the_result_of_a_command() -> None:
    answer = dispatch({"echo": echo}, {"command": "echo", "args": {"a": 1}})
    assert answer == {"ok": True, "result": {"a": 1}}


@pytest.mark.parametrize("request_body", [{"command": "echo"}, {"command": "echo", "args": None}])
def test_args_may_be_left_out(request_body: dict[str, Any]) -> None:
    assert dispatch({"echo": echo}, request_body) == {"ok": True, "result": {}}


@pytest.mark.parametrize(
    "request_body", [None, [], "status", {}, {"command": 5}, {"command": "echo", "args": [1]}, {"args": {}}]
)
def test_what_is_no_request(request_body: object) -> None:
    answer = dispatch({"echo": echo}, request_body)
    assert answer["ok"] is False
    assert answer["error"]["code"] == "bad_arguments"


@pytest.mark.parametrize("command", ["import.start", "undo", ""])
def test_what_is_not_there_is_not_available(command: str) -> None:
    answer = dispatch({"echo": echo}, {"command": command, "args": {}})
    assert answer["error"]["code"] == "not_available"
    assert "echo" in answer["error"]["message"]


def failing(error: Exception) -> Any:
    def command(_: Mapping[str, Any]) -> None:
        raise error

    return dispatch({"fail": command}, {"command": "fail"})


def test_a_refusal_keeps_its_code() -> None:
    assert failing(AdminError("not_found", "nobody")) == {
        "ok": False,
        "error": {"code": "not_found", "message": "nobody"},
    }


def test_a_failure_of_a_crm_is_an_answer() -> None:
    answer = failing(CrmError(Failure(Consequence.QUOTA_EXHAUSTED, "quota", "used up")))
    assert answer["error"] == {"code": "quota_exhausted", "message": "quota: used up"}


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError())
