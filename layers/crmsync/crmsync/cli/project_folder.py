"""Writes the HubSpot project to a folder, beside what was deployed from it before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crmsync.cli.failure import CliError
from crmsync.core.hubspot_project import WEBHOOKS_FILE, with_retired


def write_project(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The paths written. A subscription that is not wanted any more stays, switched off. Raises CliError."""
    try:
        texts = {**files, WEBHOOKS_FILE: _webhooks(folder / WEBHOOKS_FILE, files[WEBHOOKS_FILE])}
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CliError("folder", f"{folder}: {error}") from error
    return sorted(str(folder / name) for name in texts)


def _webhooks(path: Path, text: str) -> str:
    if not path.exists():
        return text
    try:
        return with_retired(text, path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CliError("folder", f"{path} is no webhooks file: move it away, or give another --folder") from error
