"""Why a command of the CLI did not do what was asked."""

from __future__ import annotations

DONE, FAILED, WRONG_USE = 0, 1, 2


class CliError(Exception):
    """`code` is the admin function's, or the CLI's own (`no_stack`, `no_function`, `aws` …)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def exit_code(self) -> int:
        return WRONG_USE if self.code == "bad_arguments" else FAILED
