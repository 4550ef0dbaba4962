"""What an AWS service's refusal means for the caller."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from crmsync.core.failure import Consequence, CrmError, Failure

_MISCONFIGURED = (
    "AccessDenied",
    "ResourceNotFound",
    "UnrecognizedClient",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "ParameterMaxVersionLimitExceeded",
)
"""Beginnings of error codes that no waiting mends: a right, a table or a queue is missing."""


def unavailable(service: str, code: str) -> CrmError:
    """Nothing can be said but that the same call may work in a moment."""
    return CrmError(Failure(Consequence.RETRY_LATER, "unavailable", f"{service} answered {code}", code))


def error_code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def answering(service: str) -> Iterator[None]:
    """Turns errors of boto3 into CrmError: RETRY_LATER, or BAD_CONFIGURATION where waiting does not help."""
    try:
        yield
    except ClientError as error:
        code = error_code(error)
        if code.startswith(_MISCONFIGURED):
            message = f"{service} answered {code}: check the function's role and the names in its environment"
            failure = Failure(Consequence.BAD_CONFIGURATION, "configuration", message, code)
            raise CrmError(failure) from error
        raise unavailable(service, code) from error
    except BotoCoreError as error:
        raise unavailable(service, type(error).__name__) from error
