from __future__ import annotations

from typing import Any

import pytest
from crmsync.adapters.answers import ask, object_in
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.vendor_errors.hubspot import classify
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

from tests.unit.crm_adapters.scripted import ScriptedTransport, Step

READ = ApiCall("GET", "/x", "look")
WRITE = ApiCall("POST", "/x", "update", writes=True)


def failure(step: Step, call: ApiCall) -> Any:
    with pytest.raises(CrmError) as caught:
        ask(ScriptedTransport([step]), call, (200, 207), classify)
    return caught.value.failure


@pytest.mark.parametrize(
    ("step", "read", "write"),
    [
        (NoAnswerError("timed out"), Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN),
        (NoAnswerError("refused", sent=False), Consequence.RETRY_LATER, Consequence.RETRY_LATER),
        (ApiAnswer(202), Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN),
        (ApiAnswer(204), Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN),
        (ApiAnswer(503), Consequence.RETRY_LATER, Consequence.OUTCOME_UNKNOWN),
        (ApiAnswer(429), Consequence.RETRY_LATER, Consequence.RETRY_LATER),
        (ApiAnswer(401), Consequence.BAD_CONFIGURATION, Consequence.BAD_CONFIGURATION),
    ],
)
def test_what_a_bad_answer_means(step: Step, read: Consequence, write: Consequence) -> None:
    assert failure(step, READ).consequence is read
    assert failure(step, WRITE).consequence is write


def test_an_expected_answer_comes_through() -> None:
    answer = ask(ScriptedTransport([ApiAnswer(207, {"results": []})]), WRITE, (200, 207), classify)
    assert object_in(answer, WRITE) == {"results": []}


@pytest.mark.parametrize(
    ("call", "consequence"), [(READ, Consequence.RETRY_LATER), (WRITE, Consequence.OUTCOME_UNKNOWN)]
)
def test_an_expected_status_without_an_object_is_never_taken_for_done(call: ApiCall, consequence: Consequence) -> None:
    with pytest.raises(CrmError) as caught:
        object_in(ApiAnswer(200, None), call)
    assert caught.value.failure.consequence is consequence
