"""CPU time that a function's imports take in a fresh interpreter, beside that of its SDKs alone."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.figures import Row, Section
from benchmarks.lab import Lab
from sandbox.stack.place import PROJECT

MOST_OF_WEBHOOK, MOST_OF_WORKER = 1.25, 1.1
TIMEOUT_S = 60

WEBHOOK_SDKS = "import boto3; from aws_lambda_powertools.logging import Logger"
WORKER_SDKS = (
    f"{WEBHOOK_SDKS}; from aws_lambda_powertools.metrics import EphemeralMetrics; from hubspot import HubSpot;"
    " from hubspot.crm.objects import ApiException; from simple_salesforce import Salesforce"
)
SCRIPT = """
import time
began = time.process_time()
{imports}
print(time.process_time() - began)
"""


def measure(lab: Lab) -> Section:
    """The least of all repetitions, taken in turns so that a busy moment hits all alike."""
    subjects = {
        "webhook": ("hubspot_webhook", "import app"),
        "webhook SDKs": ("hubspot_webhook", WEBHOOK_SDKS),
        "worker": ("sync_records", "import app"),
        "worker SDKs": ("sync_records", WORKER_SDKS),
    }
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(lab.samples.imports):
        for name, (function, imports) in subjects.items():
            best[name] = min(best[name], _import_ms(function, imports))
    return Section(
        (
            Row("hubspot_webhook, of boto3 and the Powertools logger", best["webhook"] / best["webhook SDKs"], "×", MOST_OF_WEBHOOK),
            Row("sync_records, of its SDKs", best["worker"] / best["worker SDKs"], "×", MOST_OF_WORKER),
            *(Row(f"{name}", best[name], "ms of CPU time") for name in subjects),
        ),
        _REMARKS,
    )


def _import_ms(function: str, imports: str) -> float:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(imports=imports)],
        cwd=PROJECT / "functions" / function,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    return 1_000 * float(finished.stdout)


_REMARKS = (
    "The least of several fresh interpreters each, with compiled bytecode at hand, CPU time.",
    "The worker's SDKs are boto3, Powertools' logger and metrics, hubspot-api-client and simple-salesforce; the latter"
    " brings zeep, lxml, httpx and cryptography.",
)
