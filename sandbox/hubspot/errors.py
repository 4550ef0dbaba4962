"""HubSpot's error bodies. An error is raised where it is found and rendered once, in the simulator."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.frame.http import Response, json_response

Problem = Mapping[str, Any]
"""One entry of `errors`: message, code, context."""


class VendorError(Exception):
    """An answer that is not 2xx: `status` and the body without its correlation id."""

    def __init__(
        self,
        status: int,
        category: str,
        message: str,
        *,
        context: Mapping[str, list[str]] | None = None,
        errors: Sequence[Problem] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.category = category
        self.message = message
        self.context = dict(context or {})
        self.errors = [dict(problem) for problem in errors]
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def response(self, correlation_id: str) -> Response:
        body: dict[str, Any] = {"status": "error", "message": self.message, "correlationId": correlation_id}
        if self.context:
            body["context"] = self.context
        if self.errors:
            body["errors"] = self.errors
        if self.category:
            body["category"] = self.category
        return json_response(self.status, body | self.extra, self.headers)

    def in_batch(self, context: Mapping[str, list[str]]) -> dict[str, Any]:
        """The same error as one entry of a 207's `errors`."""
        return {
            "status": "error",
            "category": self.category,
            "message": self.message,
            "context": {**self.context, **context},
            "errors": self.errors,
            "links": {},
        }


class ValidationError(VendorError):
    def __init__(self, message: str, **details: Any) -> None:  # noqa: ANN401 - VendorError's own keywords
        super().__init__(400, "VALIDATION_ERROR", message, **details)


class NotFoundError(VendorError):
    def __init__(self, message: str = "resource not found", **details: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(404, "OBJECT_NOT_FOUND", message, **details)


class InvalidValuesError(ValidationError):
    """One or more property values are refused; `problems` are (property, code, message)."""

    def __init__(self, problems: Sequence[tuple[str, str, str]]) -> None:
        listed = [
            {"isValid": False, "message": text, "error": code, "name": name, "localizedErrorMessage": text}
            for name, code, text in problems
        ]
        super().__init__(
            "Property values were not valid: " + json.dumps(listed, ensure_ascii=False, separators=(",", ":")),
            errors=[
                {"message": text, "code": code, "context": {"propertyName": [name]}} for name, code, text in problems
            ],
        )
        self.problems = list(problems)


def contact_exists(existing_id: int, email: str, body: str) -> VendorError:
    """409 of a contact whose e-mail is taken, in one of the two forms that were seen in the wild."""
    message = f"Contact already exists. Existing ID: {existing_id}"
    if body == "v3":
        return VendorError(409, "CONFLICT", message)
    profile = {
        "vid": existing_id,
        "identity": [{"value": email, "type": "EMAIL", "timestamp": 0, "isPrimary": True}],
        "linkedVid": [],
    }
    extra = {"error": "CONTACT_EXISTS", "identityProfile": profile}
    return VendorError(409, "OBJECT_ALREADY_EXISTS", message, extra=extra)


_FAULT_CATEGORIES = {401: "INVALID_AUTHENTICATION", 403: "MISSING_SCOPES", 404: "OBJECT_NOT_FOUND", 409: "CONFLICT"}


_FROM_THE_EDGE = frozenset({502, 504, *range(520, 530)})


def injected(status: int, correlation_id: str, retry_after: str | None = None) -> Response:
    """What HubSpot says for an outage: its usual error body, or a web page where the edge before it answers.

    A 2xx is a web page too: an answer that no client expects, to a call that was not performed.
    """
    if status < 400 or status in _FROM_THE_EDGE:
        return Response(status, b"<html><body>HubSpot</body></html>", {"Content-Type": "text/html"})
    return _outage(status, {} if retry_after is None else {"Retry-After": retry_after}).response(correlation_id)


def _outage(status: int, headers: Mapping[str, str]) -> VendorError:
    if status == 423:
        return VendorError(423, "LOCKED", "This resource is locked by another change. Try again in a moment.")
    if status == 429:
        return rate_limited("TEN_SECONDLY_ROLLING", "ten_secondly_rolling", headers)
    category = _FAULT_CATEGORIES.get(status, "VALIDATION_ERROR" if status < 500 else "")
    return VendorError(status, category, "internal error" if status >= 500 else "The request was refused")


def rate_limited(policy: str, words: str, headers: Mapping[str, str]) -> VendorError:
    extra = {
        "errorType": "RATE_LIMIT",
        "policyName": policy,
        "groupName": "publicapi:private-apps:api-calls",
    }
    return VendorError(429, "RATE_LIMITS", f"You have reached your {words} limit.", extra=extra, headers=dict(headers))
