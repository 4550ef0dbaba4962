"""Zips of the functions' and layers' source folders: equal content gives an equal archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
LAYER_PREFIX = "python/"
"""Where Lambda looks for a layer's Python packages."""


def archive(folder: Path, prefix: str = "") -> bytes:
    """Raises FileNotFoundError when the folder holds no file."""
    files = sorted(_sources(folder))
    if not files:
        raise FileNotFoundError(f"{folder}: nothing to deploy")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for file in files:
            name = prefix + file.relative_to(folder).as_posix()
            target.writestr(zipfile.ZipInfo(name, EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def key_of(content: bytes) -> str:
    """Made from the content, so that an update of the stack sees new code."""
    return f"{hashlib.sha256(content).hexdigest()[:32]}.zip"


def _sources(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.is_file() and not any(_is_by_product(part) for part in file.relative_to(folder).parts):
            yield file


def _is_by_product(name: str) -> bool:
    return name == "__pycache__" or name.endswith((".pyc", ".egg-info"))
