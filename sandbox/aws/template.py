"""template.yaml as a plain structure, and the few places in which its local deployment differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]
"""A CloudFormation template in its JSON form."""

THIRD_PARTY_LAYER = "DepsLayer"
HTTP_API = "WebhookApi"


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms (`!Ref x`)."""


def _intrinsic(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def read_template(path: Path) -> Template:
    template: Template = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    return template


def logical_ids(template: Template, resource_type: str) -> list[str]:
    return [name for name, resource in template["Resources"].items() if resource["Type"] == resource_type]


def without_third_party_layer(template: Template) -> None:
    """The emulator unzips every layer anew for every worker process, which costs seconds for this one.

    The functions find the same locked packages in the emulator's own environment.
    """
    template["Resources"].pop(THIRD_PARTY_LAYER, None)
    layers = template["Globals"]["Function"]["Layers"]
    template["Globals"]["Function"]["Layers"] = [layer for layer in layers if layer != {"Ref": THIRD_PARTY_LAYER}]


def with_fixed_api_id(template: Template, api_id: str) -> None:
    """Makes the webhooks' address known before the deployment. `api_id` is eight hexadecimal digits."""
    template["Resources"][HTTP_API]["Properties"]["Tags"] = {"ms-custom-id": api_id}
