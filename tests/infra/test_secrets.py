from __future__ import annotations

import json
from typing import Any

from sandbox.aws.template import Template

KEYS = {
    "HubspotSecret": {"access_token", "client_secret", "portal_id", "app_id"},
    "SalesforceSecret": {
        "consumer_key",
        "consumer_secret",
        "username",
        "private_key",
        "organization_id",
        "webhook_secret",
    },
}
TELLTALE = ("token", "password", "private_key", "client_secret", "consumer", "webhook_secret")


def test_the_secrets_have_the_keys_that_the_functions_read(resources: dict[str, Any]) -> None:
    for name, keys in KEYS.items():
        generated = resources[name]["Properties"]["GenerateSecretString"]
        assert {*json.loads(generated["SecretStringTemplate"]), generated["GenerateStringKey"]} == keys


def test_no_secret_has_a_value_in_the_template(resources: dict[str, Any]) -> None:
    for name in KEYS:
        template = json.loads(resources[name]["Properties"]["GenerateSecretString"]["SecretStringTemplate"])
        assert set(template.values()) == {""}
    assert resources["SalesforceSessionSecret"]["Properties"]["SecretString"] == "{}"


def test_what_callers_sign_with_is_random_until_it_is_set(resources: dict[str, Any]) -> None:
    """A known placeholder would let anyone sign."""
    signing = {name: resources[name]["Properties"]["GenerateSecretString"]["GenerateStringKey"] for name in KEYS}
    assert signing == {"HubspotSecret": "client_secret", "SalesforceSecret": "webhook_secret"}


def test_no_parameter_takes_a_secret(template: Template) -> None:
    for name, parameter in template["Parameters"].items():
        assert "NoEcho" not in parameter
        assert not [word for word in TELLTALE if word.replace("_", "") in name.lower()]


def test_functions_learn_where_secrets_are_and_not_what_they_say(functions: dict[str, Any]) -> None:
    for function in functions.values():
        for name, value in function["Environment"]["Variables"].items():
            assert "{{resolve" not in json.dumps(value)
            assert "SECRET" not in name or (name.endswith("_SECRET_ARN") and value["Fn::GetAtt"][1] == "Id")
