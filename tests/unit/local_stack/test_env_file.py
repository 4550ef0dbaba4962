from __future__ import annotations

import subprocess
from pathlib import Path

from sandbox.stack.credentials import Credentials
from sandbox.stack.env_file import read_env, write_env
from sandbox.stack.place import Place
from sandbox.stack.published_env import published_env

OUTPUTS = {
    "HubspotWebhookUrl": "http://127.0.0.1:7000/_aws/execute-api/c0ffee00/webhooks/hubspot",
    "SalesforceWebhookUrl": "http://127.0.0.1:7000/_aws/execute-api/c0ffee00/webhooks/salesforce",
}
CONTRACT = {
    "AWS_ENDPOINT_URL",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "CRMSYNC_STACK",
    "CRMSYNC_STAGE",
    "CRMSYNC_HUBSPOT_WEBHOOK_URL",
    "CRMSYNC_SALESFORCE_WEBHOOK_URL",
    "HUBSPOT_BASE_URL",
    "HUBSPOT_ACCESS_TOKEN",
    "HUBSPOT_USER_TOKEN",
    "HUBSPOT_CLIENT_SECRET",
    "HUBSPOT_PORTAL_ID",
    "HUBSPOT_APP_ID",
    "SALESFORCE_INSTANCE_URL",
    "SALESFORCE_CONSUMER_KEY",
    "SALESFORCE_CONSUMER_SECRET",
    "SALESFORCE_USER_TOKEN",
    "SALESFORCE_ORG_ID",
    "SALESFORCE_API_VERSION",
}


def published() -> dict[str, str]:
    return published_env(Place(), Credentials.of(Place()), OUTPUTS)


def test_it_says_what_others_build_on() -> None:
    assert set(published()) == CONTRACT
    assert all(published().values())


def test_a_person_and_the_app_have_different_tokens() -> None:
    env = published()
    assert env["HUBSPOT_ACCESS_TOKEN"] != env["HUBSPOT_USER_TOKEN"]
    assert env["SALESFORCE_USER_TOKEN"] not in {env["SALESFORCE_CONSUMER_KEY"], env["SALESFORCE_CONSUMER_SECRET"]}


def test_the_shared_secret_is_in_the_salesforce_webhook_s_query() -> None:
    address, _, query = published()["CRMSYNC_SALESFORCE_WEBHOOK_URL"].partition("?")
    assert address == OUTPUTS["SalesforceWebhookUrl"]
    assert query.startswith("secret=")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_env(tmp_path / "env", published())
    assert read_env(tmp_path / "env") == published()
    assert [path.name for path in tmp_path.iterdir()] == ["env"]


def test_a_shell_reads_the_same(tmp_path: Path) -> None:
    write_env(tmp_path / "env", published())
    script = f'. {tmp_path}/env; for name in {" ".join(sorted(CONTRACT))}; do eval echo \\"\\$$name\\"; done'
    seen = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env={}).stdout.splitlines()
    assert seen == [published()[name] for name in sorted(CONTRACT)]


def test_no_file_is_an_empty_env(tmp_path: Path) -> None:
    assert read_env(tmp_path / "env") == {}
