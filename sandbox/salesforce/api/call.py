"""One authenticated call of the API, as its handler sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.frame.http import NotJsonError, Request, Response
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema.object_type import ObjectType
from sandbox.salesforce.store.transaction import Transaction
from sandbox.salesforce.write.writer import Writer


@dataclass(frozen=True, slots=True)
class Call:
    """`version` is as in the path, `v62.0`. `perform` serves another request within the same transaction."""

    org: Org
    request: Request
    transaction: Transaction
    version: str
    perform: Callable[[Request], Response]

    @property
    def base(self) -> str:
        return f"/services/data/{self.version}"

    @property
    def is_integration(self) -> bool:
        return self.transaction.caller.is_integration

    def writer(self) -> Writer:
        return Writer(self.org, self.transaction)

    def json(self) -> Any:  # noqa: ANN401 - JSON is any value
        """The body. Raises JSON_PARSER_ERROR."""
        try:
            return self.request.json()
        except NotJsonError as error:
            raise refuse_request("JSON_PARSER_ERROR", f"The HTTP entity body could not be parsed: {error}") from error

    def json_object(self) -> Mapping[str, Any]:
        """The body, which must be an object. Raises JSON_PARSER_ERROR."""
        body = self.json()
        if not isinstance(body, Mapping):
            message = "The HTTP entity body is required, but this request has no entity body."
            raise refuse_request("JSON_PARSER_ERROR", message)
        return body

    def json_rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """A list of objects in the body. Raises JSON_PARSER_ERROR."""
        rows = self.json_object().get(name)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise refuse_request("JSON_PARSER_ERROR", f"{name}: a list of objects is required")
        return rows

    def object_type(self, name: str) -> ObjectType:
        """Raises NOT_FOUND."""
        kind = self.org.schema.find(name)
        if kind is None:
            raise refuse_request("NOT_FOUND", "The requested resource does not exist")
        return kind
