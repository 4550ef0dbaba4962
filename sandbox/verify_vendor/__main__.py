"""`python -m sandbox.verify_vendor`: where do the simulators and the vendors' sandboxes differ?

Exit codes: 0 nowhere (or nothing to compare with), 1 somewhere, 2 refused.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Mapping
from typing import TypeVar

from crmsync.core.failure import CrmError
from crmsync.ports.crm import Crm
from crmsync.ports.transport import NoAnswerError

from sandbox.verify_vendor.comparison import differences, table
from sandbox.verify_vendor.probe import Observations, observe_all
from sandbox.verify_vendor.site import Site
from sandbox.verify_vendor.vendors import HUBSPOT, SALESFORCE, Vendor

ALIKE, DIFFERENT, REFUSED = 0, 1, 2

C = TypeVar("C", bound=Crm)


def main(environment: Mapping[str, str] = os.environ) -> int:
    return max(verify(HUBSPOT, environment), verify(SALESFORCE, environment))


def verify(vendor: Vendor[C], environment: Mapping[str, str]) -> int:
    missing = [name for name in vendor.variables if not environment.get(name)]
    if missing:
        facts = ", ".join(probe.name for probe in vendor.probes)
        print(f"{vendor.name}: not compared ({facts}); it takes {', '.join(missing)}")
        return ALIKE
    tag = f"crmsync-{uuid.uuid4().hex[:10]}"
    site = vendor.connect(environment, tag)
    reason = _refusal(vendor, site, environment)
    if reason:
        print(f"{vendor.name}: refused: {reason}", file=sys.stderr)
        return REFUSED
    seen = observe_all(vendor.probes, site)
    with vendor.simulate(tag) as simulated:
        expected = observe_all(vendor.probes, simulated)
    return _report(vendor.name, expected, seen)


def _refusal(vendor: Vendor[C], site: Site[C], environment: Mapping[str, str]) -> str | None:
    """An account whose kind cannot be read is refused as well."""
    try:
        reason = vendor.refusal(site)
    except (CrmError, NoAnswerError) as error:
        return f"{error}"
    if reason is None or environment.get("VERIFY_ALLOW_PRODUCTION") == "1":
        return None
    return f"{reason}; VERIFY_ALLOW_PRODUCTION=1 writes to it all the same"


def _report(name: str, expected: Observations, seen: Observations) -> int:
    rows = differences(expected.facts, seen.facts)
    print(f"{name}: {len(rows)} of {len(seen.facts)} facts differ")
    if rows:
        print(table(rows))
    for record in seen.left_behind:
        print(f"{name}: could not be removed: {record}")
    return DIFFERENT if rows or seen.left_behind else ALIKE


if __name__ == "__main__":
    sys.exit(main())
