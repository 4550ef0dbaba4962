import subprocess
import sys

HEAVY = {"zeep", "lxml", "httpx", "jwt", "cryptography"}


def _run(script: str) -> str:
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return finished.stdout.strip()


def test_the_metadata_api_and_the_jwt_login_are_left_out_with_what_they_need() -> None:
    script = f"import sys, crmsync.adapters.salesforce.crm; print(sorted(set(sys.modules) & {HEAVY}))"
    assert _run(script) == "[]"


def test_whoever_asks_for_the_metadata_api_afterwards_gets_the_real_one() -> None:
    script = (
        "import crmsync.adapters.salesforce.simple_client;"
        "from simple_salesforce.metadata import SfdcMetadataApi; print(SfdcMetadataApi.__name__)"
    )
    assert _run(script) == "SfdcMetadataApi"


def test_who_logs_in_with_a_key_gets_the_real_jwt() -> None:
    script = "import crmsync.adapters.salesforce.simple_client, jwt; print(callable(jwt.encode))"
    assert _run(script) == "True"


def test_a_client_that_was_imported_before_is_left_as_it_is() -> None:
    script = (
        "import simple_salesforce, crmsync.adapters.salesforce.simple_client as client;"
        "print(client.Salesforce is simple_salesforce.Salesforce, simple_salesforce.api.SfdcMetadataApi.__name__)"
    )
    assert _run(script) == "True SfdcMetadataApi"
