"""Batches of independent conditional PartiQL statements: one call for 25 items, one outcome for each.

A tenth of the cost of an UpdateItem each. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from crmsync.adapters.aws.attributes import Scalar, attribute, to_document
from crmsync.adapters.aws.aws_failure import answering, unavailable
from crmsync.adapters.aws.batches import distinct_batches
from crmsync.adapters.aws.dynamodb_table import SERVICE, DynamoTable
from crmsync.adapters.aws.patience import rounds

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import BatchStatementRequestTypeDef

STATEMENTS_A_CALL = 25

_REFUSED = ("ConditionalCheckFailed", "DuplicateItem")
"""Compared by beginning: the enumeration says `ConditionalCheckFailed`, exceptions add `Exception`."""

_TRANSIENT = ("Throttling", "ProvisionedThroughputExceeded", "RequestLimitExceeded", "InternalServerError",
              "TransactionConflict")  # fmt: skip


class Effect(StrEnum):
    WRITTEN = "written"
    REFUSED = "refused"
    """The condition did not hold; nothing was written."""
    FAILED = "failed"


class Statement(NamedTuple):
    """`key` is the partition key (and sort key) that the statement writes."""

    text: str
    parameters: Sequence[Scalar]
    key: tuple[str, ...]


class StatementOutcome(NamedTuple):
    """`present` is the item that made the condition fail, where the service gave it."""

    effect: Effect
    code: str = ""
    present: Mapping[str, Any] | None = None


_UNTRIED = StatementOutcome(Effect.FAILED)


def execute(table: DynamoTable, statements: Sequence[Statement]) -> list[StatementOutcome]:
    """One outcome a statement, in their order: WRITTEN or REFUSED.

    Every statement is tried before CrmError(RETRY_LATER) is raised for those that failed otherwise.
    """
    outcomes: list[StatementOutcome] = []
    for batch in distinct_batches(statements, lambda statement: [statement.key], STATEMENTS_A_CALL):
        outcomes.extend(_execute_batch(table, batch))
    failed = next((outcome for outcome in outcomes if outcome.effect is Effect.FAILED), None)
    if failed is not None:
        raise unavailable(SERVICE, failed.code)
    return outcomes


def _execute_batch(table: DynamoTable, statements: Sequence[Statement]) -> list[StatementOutcome]:
    outcomes = [_UNTRIED] * len(statements)
    waiting = list(range(len(statements)))
    for _ in rounds(table.clock):
        for place, outcome in zip(waiting, _send(table, [statements[place] for place in waiting]), strict=True):
            outcomes[place] = outcome
        waiting = [place for place in waiting if outcomes[place].code.startswith(_TRANSIENT)]
        if not waiting:
            break
    return outcomes


def _send(table: DynamoTable, statements: Sequence[Statement]) -> list[StatementOutcome]:
    with answering(SERVICE):
        answer = table.client.batch_execute_statement(Statements=[_request(one) for one in statements])
    return [_outcome(response) for response in answer["Responses"]]


def _request(statement: Statement) -> BatchStatementRequestTypeDef:
    return {
        "Statement": statement.text,
        "Parameters": [attribute(value) for value in statement.parameters],
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def _outcome(response: Mapping[str, Any]) -> StatementOutcome:
    error = response.get("Error")
    if error is None:
        return StatementOutcome(Effect.WRITTEN)
    code = error.get("Code", "")
    if code.startswith(_REFUSED):
        item = error.get("Item")
        return StatementOutcome(Effect.REFUSED, code, to_document(item) if item else None)
    return StatementOutcome(Effect.FAILED, code)
