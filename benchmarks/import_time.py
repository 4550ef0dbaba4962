"""CPU time that a function's imports take in a fresh interpreter, beside that of its SDKs alone."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from sandbox.stack.place import PROJECT

MOST_OF_WEBHOOK, MOST_OF_WORKER = 1.25, 1.1
TIMEOUT_S = 60
LAYER = PROJECT / "layers" / "crmsync"

WEBHOOK, WORKER = "hubspot_webhook", "sync_records"
WEBHOOK_SDKS, WORKER_SDKS = "boto3 and the Powertools logger", "the worker's SDKs"
LEAN_SDKS = "the worker's SDKs as crmsync imports them"

_LOGGER = "import boto3; from aws_lambda_powertools.logging import Logger"
_OTHERS = (
    f"{_LOGGER}; from aws_lambda_powertools.metrics import EphemeralMetrics; from hubspot import HubSpot;"
    " from hubspot.crm.objects import ApiException"
)
SUBJECTS = {
    WEBHOOK: (WEBHOOK, "import app"),
    WEBHOOK_SDKS: (WEBHOOK, _LOGGER),
    WORKER: (WORKER, "import app"),
    WORKER_SDKS: (WORKER, f"{_OTHERS}; from simple_salesforce import Salesforce"),
    LEAN_SDKS: (WORKER, f"{_OTHERS}; from crmsync.adapters.salesforce.simple_client import Salesforce"),
}
"""By name: the function in whose folder it runs, and what is imported there."""

SCRIPT = """
import time
began = time.process_time()
{imports}
print(time.process_time() - began)
"""


def measure(lab: Lab) -> Section:
    """The least of all repetitions, taken in turns so that a busy moment hits all alike."""
    best = dict.fromkeys(SUBJECTS, float("inf"))
    for _ in range(lab.samples.imports):
        for name, (function, imports) in SUBJECTS.items():
            best[name] = min(best[name], _import_ms(function, imports))
    return Section(
        (
            Row(f"{WEBHOOK}, of its SDKs", best[WEBHOOK] / best[WEBHOOK_SDKS], "times", MOST_OF_WEBHOOK),
            Row(f"{WORKER}, of its SDKs", best[WORKER] / best[WORKER_SDKS], "times", MOST_OF_WORKER),
            *(Row(name, milliseconds, "ms of CPU time") for name, milliseconds in best.items()),
        ),
        _REMARKS,
    )


def _import_ms(function: str, imports: str) -> float:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(imports=imports)],
        cwd=PROJECT / "functions" / function,
        env={"PATH": "", "PYTHONPATH": str(LAYER)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    return 1_000 * float(finished.stdout)


_REMARKS = """
The least of several fresh interpreters each, with compiled bytecode at hand, in CPU time.

The worker's SDKs are boto3, Powertools' logger and metrics, hubspot-api-client and simple-salesforce as it comes: with
its Metadata API, which brings zeep, lxml and httpx, and with PyJWT, which brings cryptography. crmsync imports it
without these (`simple_client.py`; PyJWT is imported by who logs in with a key), and lets Python's garbage collection
rest meanwhile (`bootstrap/cold_start.py`), which the SDKs alone do not.
"""
