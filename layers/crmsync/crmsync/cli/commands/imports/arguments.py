"""What to import, as the command line says it."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from crmsync.core.import_kind import CUSTOM_PREFIX, KINDS

_TIMES = (
    ("created_after", "created at this date or time, or later"),
    ("created_before", "created before it"),
    ("modified_after", "changed at this date or time, or later"),
    ("modified_before", "changed before it"),
)
_WORDS = {"all-leads": "leads", "all-contacts": "contacts"}


def add_selection(parser: ArgumentParser) -> None:
    summary = f"{', '.join(KINDS)} (HubSpot's, into Salesforce), or {CUSTOM_PREFIX}NAME of a custom object"
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("kind", nargs="?", type=_kind, metavar="KIND", help=summary)
    kind.add_argument("--kind", dest="kind_option", type=_kind, metavar="KIND", help="the same")
    parser.add_argument("--list", dest="list_id", metavar="ID", help="of this HubSpot list only, for hubspot_contacts")
    parser.add_argument("--campaign", dest="campaign_id", metavar="ID", help="the active campaign, for kind campaign")
    parser.add_argument("--where", metavar="SOQL", help="a SOQL condition, such as \"LeadSource = 'Web'\"")
    for name, words in _TIMES:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TIME", help=words)


def _kind(text: str) -> str:
    """Which custom objects there are, only the configuration tells."""
    if text.startswith(CUSTOM_PREFIX):
        return text
    kind = _WORDS.get(text, text.replace("-", "_"))
    if kind not in KINDS:
        raise ArgumentTypeError(f"{text!r} is none of {', '.join(KINDS)}, {CUSTOM_PREFIX}NAME")
    return kind


def selection_of(options: Namespace) -> dict[str, Any]:
    """The arguments of `import.start`; only what was given."""
    names = ("campaign_id", "list_id", "where", *(name for name, _ in _TIMES))
    given = {"kind": options.kind or options.kind_option, **{name: getattr(options, name) for name in names}}
    return {name: value for name, value in given.items() if value is not None}


def add_job(parser: ArgumentParser) -> None:
    parser.add_argument("job_id", metavar="JOB_ID", help="as `crmsync import start` or `status` shows it")
