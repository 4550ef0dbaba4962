"""simple-salesforce without what takes a third of a cold start: its Metadata API, which brings zeep, lxml and httpx for
SOAP calls that crmsync never makes, and PyJWT, which brings cryptography for a login that crmsync makes by itself, and
seldom (`credentials`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_LEFT_OUT = {"simple_salesforce.metadata": ("SfdcMetadataApi",), "jwt": ()}
"""Modules, and the names that simple-salesforce imports from them."""


@contextmanager
def _left_out() -> Iterator[None]:
    """Stand-ins while simple-salesforce is imported; whoever asks for the real modules afterwards gets these."""
    if "simple_salesforce" in sys.modules:
        yield
        return
    stand_ins = {name: _empty(name) for name in _LEFT_OUT if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _empty(name: str) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(dict.fromkeys(_LEFT_OUT[name]))
    return module


with _left_out():
    from simple_salesforce import Salesforce
    from simple_salesforce.exceptions import SalesforceError
    from simple_salesforce.format import format_soql, quote_soql_value

__all__ = ["Salesforce", "SalesforceError", "format_soql", "quote_soql_value"]
