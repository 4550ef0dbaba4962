from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform

from sandbox.aws.template import Template, logical_ids, read_template

ROOT = Path(__file__).resolve().parents[2]
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


class NoManagedPolicies:
    def load(self) -> dict[str, str]:
        return {}


@pytest.fixture(scope="session")
def template() -> Template:
    """template.yaml as it stands."""
    return read_template(ROOT / "template.yaml")


@pytest.fixture(scope="session")
def resources(template: Template) -> dict[str, Any]:
    """The resources as CloudFormation sees them, after the SAM transform."""
    packaged = copy.deepcopy(template)
    for resource_type, code in CODE.items():
        for name in logical_ids(packaged, resource_type):
            packaged["Resources"][name]["Properties"][code] = "s3://bucket/key"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        return dict(transform(packaged, {}, NoManagedPolicies())["Resources"])


@pytest.fixture(scope="session")
def functions(resources: dict[str, Any]) -> dict[str, Any]:
    """The properties of each function."""
    found = {name: resource for name, resource in resources.items() if resource["Type"] == "AWS::Lambda::Function"}
    return {name: resource["Properties"] for name, resource in found.items()}
