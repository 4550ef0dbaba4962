"""Why a command was not carried out."""

from __future__ import annotations


class AdminError(Exception):
    """`code` is for programs (`bad_arguments`, `not_available`, `not_found` …), `message` for the administrator."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def bad_arguments(message: str) -> AdminError:
    return AdminError("bad_arguments", message)
