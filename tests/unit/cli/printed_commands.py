"""Commands that texts tell an administrator to type."""

import re
import shlex

_MENTIONED = re.compile(r"`crmsync\s([^`]+)`")
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_TYPED = re.compile(r"^(?:\$ )?crmsync ([a-z]+(?: .*)?)$", re.MULTILINE)


def mentioned(text: str) -> list[list[str]]:
    """The words after `crmsync` of each command between backticks, wherever its lines break."""
    return [shlex.split(found.removesuffix("…")) for found in _MENTIONED.findall(text)]


def typed(text: str) -> list[list[str]]:
    """The same of each line of a page's blocks that is a command; what follows `#` is a remark."""
    lines = (found for block in _BLOCK.findall(text) for found in _TYPED.findall(block))
    return [shlex.split(line, comments=True) for line in lines]
