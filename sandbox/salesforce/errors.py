"""Salesforce's errors: a code, a sentence, the fields it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.frame.http import Response, json_response

_STATUS = {
    "INVALID_SESSION_ID": 401,
    "REQUEST_LIMIT_EXCEEDED": 403,
    "API_DISABLED_FOR_ORG": 403,
    "INSUFFICIENT_ACCESS": 403,
    "NOT_FOUND": 404,
    "ENTITY_IS_DELETED": 404,
    "METHOD_NOT_ALLOWED": 405,
    "UNSUPPORTED_API_VERSION": 410,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "UNKNOWN_EXCEPTION": 500,
    "SERVER_UNAVAILABLE": 503,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error. `fields` None leaves the key out of the answer, as Salesforce does for request errors."""

    code: str
    message: str
    fields: tuple[str, ...] | None = None
    extra: Mapping[str, Any] | None = None

    def as_error(self) -> dict[str, Any]:
        """The form of an error body."""
        return {"message": self.message, "errorCode": self.code, **self._rest()}

    def as_row_error(self) -> dict[str, Any]:
        """The form inside a collection's row."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields or ())}

    def _rest(self) -> dict[str, Any]:
        fields = {} if self.fields is None else {"fields": list(self.fields)}
        return {**fields, **(self.extra or {})}


class SalesforceError(Exception):
    """A refused request or row."""

    def __init__(self, *problems: Problem, status: int | None = None) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.message}" for problem in problems))
        self.problems = problems
        self.status = status or _STATUS.get(problems[0].code, 400)

    def response(self) -> Response:
        return json_response(self.status, self.body())

    def body(self) -> list[dict[str, Any]]:
        return [problem.as_error() for problem in self.problems]

    def row_errors(self) -> list[dict[str, Any]]:
        return [problem.as_row_error() for problem in self.problems]


def refuse(code: str, message: str, *fields: str, status: int | None = None) -> SalesforceError:
    """An error with its list of fields, which may be empty."""
    return SalesforceError(Problem(code, message, fields), status=status)


def refuse_request(code: str, message: str, status: int | None = None) -> SalesforceError:
    """An error about the request, without a list of fields."""
    return SalesforceError(Problem(code, message), status=status)
