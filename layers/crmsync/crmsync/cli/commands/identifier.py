"""Tells from its form what identifies a record: a Salesforce id, a HubSpot id or an e-mail address."""

from __future__ import annotations

import re

from crmsync.cli.failure import CliError
from crmsync.core.pairs import SALESFORCE_OBJECTS

_PREFIXES = "|".join((*SALESFORCE_OBJECTS.values(), "a[0-9A-Za-z]{2}"))
"""Those of custom objects begin with an a."""
_SALESFORCE = re.compile(rf"(?:{_PREFIXES})(?:[0-9A-Za-z]{{12}}|[0-9A-Za-z]{{15}})")


def kind_of(identifier: str) -> str:
    """`email`, `salesforce_id` or `hubspot_id`. Raises CliError."""
    if "@" in identifier:
        return "email"
    if _SALESFORCE.fullmatch(identifier):
        return "salesforce_id"
    if re.fullmatch(r"\d+", identifier, re.ASCII):
        return "hubspot_id"
    raise CliError("bad_arguments", f"{identifier!r} is no HubSpot id, no Salesforce id and no e-mail address")
