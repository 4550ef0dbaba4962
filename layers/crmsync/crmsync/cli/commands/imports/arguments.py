"""What to import, as the command line says it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

KINDS = ("leads", "contacts", "leads_and_contacts", "campaign")
_TIMES = (
    ("created_after", "created at this date or time, or later"),
    ("created_before", "created before it"),
    ("modified_after", "changed at this date or time, or later"),
    ("modified_before", "changed before it"),
)
_WORDS = {"all-leads": "leads", "all-contacts": "contacts", "leads-and-contacts": "leads_and_contacts"}


def add_selection(parser: ArgumentParser) -> None:
    parser.add_argument("kind", type=lambda text: _WORDS.get(text, text), choices=KINDS, help="which people")
    parser.add_argument("--campaign", dest="campaign_id", metavar="ID", help="the active campaign, for kind campaign")
    parser.add_argument("--where", metavar="SOQL", help="a SOQL condition, such as \"LeadSource = 'Web'\"")
    for name, words in _TIMES:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TIME", help=words)


def selection_of(options: Namespace) -> dict[str, Any]:
    """The arguments of `import.start`; only what was given."""
    names = ("kind", "campaign_id", "where", *(name for name, _ in _TIMES))
    given = {name: getattr(options, name) for name in names}
    return {name: value for name, value in given.items() if value is not None}


def add_job(parser: ArgumentParser) -> None:
    parser.add_argument("job_id", metavar="JOB_ID", help="as `crmsync import start` or `status` shows it")
