"""simple-salesforce without its Metadata API: that one alone brings zeep, lxml and httpx, a quarter of a cold start,
for SOAP calls that crmsync never makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_METADATA = "simple_salesforce.metadata"


@contextmanager
def _empty_metadata() -> Iterator[None]:
    """A stand-in while simple-salesforce is imported; whoever asks for the real module afterwards gets it."""
    if "simple_salesforce" in sys.modules:
        yield
        return
    stand_in = ModuleType(_METADATA)
    vars(stand_in)["SfdcMetadataApi"] = None
    sys.modules[_METADATA] = stand_in
    try:
        yield
    finally:
        del sys.modules[_METADATA]


with _empty_metadata():
    from simple_salesforce import Salesforce
    from simple_salesforce.exceptions import SalesforceError
    from simple_salesforce.format import format_soql, quote_soql_value

__all__ = ["Salesforce", "SalesforceError", "format_soql", "quote_soql_value"]
