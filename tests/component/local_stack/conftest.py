from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.aws.template import logical_ids, read_template
from sandbox.stack.place import PROJECT, Place
from sandbox.stack.ports import free_port_base
from sandbox.stack.stack import Stack
from sandbox.stack.start_up import start_up
from sandbox.stack.tear_down import tear_down

HANDLER = '''
"""Answers each trigger in a way that a test can see."""
import json
import time

import boto3
from crmsync.marker import NAME


def handler(event, context):
    print(json.dumps({"seen": event}))
    if event.get("command") == "config.show":
        return {"ok": True, "result": {"active": {"version": 1}, "refused": []}}
    if "requestContext" in event:
        return {"statusCode": 202, "body": json.dumps({"path": event["rawPath"], "query": event["rawQueryString"]})}
    if "Records" in event:
        failed = [record["messageId"] for record in event["Records"] if record["body"] == "fail"]
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}
    if "read_table" in event:
        return read(event["read_table"])
    time.sleep(event.get("sleep", 0))
    return {"package": NAME}


def read(table):
    try:
        found = boto3.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": "a"}, "sk": {"S": "b"}})
    except Exception as failure:
        return {"failure": str(failure)}
    return {"item": found.get("Item")}
'''


def make_project(folder: Path) -> Path:
    """The real template.yaml over functions that only tell what they see."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "template.yaml", folder)
    template = read_template(folder / "template.yaml")
    for name in logical_ids(template, "AWS::Serverless::Function"):
        code = folder / template["Resources"][name]["Properties"]["CodeUri"]
        code.mkdir(parents=True)
        (code / "app.py").write_text(HANDLER)
    package = folder / "layers" / "crmsync" / "crmsync"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "marker.py").write_text("NAME = 'crmsync'\n")
    return folder


@pytest.fixture(scope="module")
def launched(tmp_path_factory: pytest.TempPathFactory, first_port_base: int) -> Iterator[Stack]:
    place = Place(free_port_base(first_port_base), make_project(tmp_path_factory.mktemp("project") / "code"))
    start_up(place, schedules="DISABLED")
    yield Stack(place)
    tear_down(place)
