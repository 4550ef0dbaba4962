"""What the local stack raises instead of starting, stopping or answering."""

from __future__ import annotations


class StackError(Exception):
    """The message says what is wrong, in words for the person at the keyboard."""


class FunctionFailedError(StackError):
    """A function raised, timed out or could not be imported."""
