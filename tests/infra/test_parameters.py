"""A wrong parameter of the stack is refused by CloudFormation, and not first by a function that fails."""

from __future__ import annotations

import re

import pytest
from crmsync.adapters.hubspot.paths import LATEST, VERSIONS

from sandbox.aws.template import Template


def takes(template: Template, name: str, value: str) -> bool:
    pattern = template["Parameters"][name]["AllowedPattern"]
    return re.fullmatch(pattern, value) is not None


def test_the_path_families_are_those_that_crmsync_knows(template: Template) -> None:
    parameter = template["Parameters"]["HubspotApiVersion"]
    assert (parameter["AllowedValues"], parameter["Default"]) == (list(VERSIONS), LATEST)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("Stage", "prod-eu", "Prod/1"),
        ("HubspotBaseUrl", "http://127.0.0.1:7001", "https://api.hubapi.com/"),
        ("SalesforceLoginUrl", "https://acme.my.salesforce.com", "acme.my.salesforce.com"),
        ("SalesforceApiVersion", "62.0", "v62.0"),
        ("WebhookBaseUrl", "https://hooks.example.com/crm", "https://hooks.example.com/"),
    ],
)
def test_addresses_and_names_are_checked(template: Template, name: str, good: str, bad: str) -> None:
    assert takes(template, name, template["Parameters"][name]["Default"])
    assert takes(template, name, good)
    assert not takes(template, name, bad)


def test_the_architecture_is_chosen_and_arm64_by_default(template: Template) -> None:
    parameter = template["Parameters"]["Architecture"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("arm64", ["arm64", "x86_64"])
    for layer in ("DepsLayer", "CrmsyncLayer"):
        found = template["Resources"][layer]
        assert found["Metadata"]["BuildArchitecture"] == {"Ref": "Architecture"}
        assert found["Properties"]["CompatibleArchitectures"] == [{"Ref": "Architecture"}]
