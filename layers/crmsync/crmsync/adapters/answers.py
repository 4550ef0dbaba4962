"""From an HTTP answer, or none, to a failure: what may have happened decides, not how it looked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Value
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError, Transport


class Classify(Protocol):
    """A vendor's table of errors, for the answer to a whole call."""

    def __call__(
        self,
        status: int,
        body: Any,  # noqa: ANN401 - whatever JSON the server sent
        headers: Mapping[str, str],
        *,
        writes: bool,
        sent: tuple[Value, ...] = (),
    ) -> Failure: ...


def ask(
    transport: Transport,
    call: ApiCall,
    expected: Collection[int],
    classify: Classify,
    sent: tuple[Value, ...] = (),
) -> ApiAnswer:
    """The answer, if its status is one that was expected; else raises CrmError. `sent` stays out of messages."""
    try:
        answer = transport.send(call)
    except NoAnswerError as error:
        raise CrmError(_no_answer(error, call)) from error
    if answer.status in expected:
        return answer
    if 200 <= answer.status < 300:
        raise CrmError(unreadable(call, answer.status, f"unexpected status {answer.status}"))
    raise CrmError(classify(answer.status, answer.body, answer.headers, writes=call.writes, sent=sent))


def _no_answer(error: NoAnswerError, call: ApiCall) -> Failure:
    uncertain = call.writes and error.sent
    return Failure(
        Consequence.OUTCOME_UNKNOWN if uncertain else Consequence.RETRY_LATER,
        Category.UNAVAILABLE,
        f"no answer to {call.purpose}: {error}",
    )


def unreadable(call: ApiCall, status: int, what: str) -> Failure:
    """The server took the call and answered in a way that tells nothing: a write may have been done."""
    consequence = Consequence.OUTCOME_UNKNOWN if call.writes else Consequence.RETRY_LATER
    return Failure(consequence, Category.UNAVAILABLE, f"the answer to {call.purpose} has {what}", status=status)


def object_in(answer: ApiAnswer, call: ApiCall) -> Mapping[str, Any]:
    """The JSON object of the answer. Raises CrmError when it is something else."""
    if not isinstance(answer.body, Mapping):
        raise CrmError(unreadable(call, answer.status, "no JSON object in its body"))
    return answer.body
