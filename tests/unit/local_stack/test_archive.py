from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from sandbox.aws.archive import archive, key_of


def names_in(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_sources_only_below_the_prefix(tmp_path: Path) -> None:
    for name in ("pkg/__init__.py", "pkg/__pycache__/x.cpython-313.pyc", "pkg.egg-info/PKG-INFO", "old.pyc", "b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert names_in(archive(tmp_path, "python/")) == ["python/b.py", "python/pkg/__init__.py"]


def test_equal_content_has_one_key_whenever_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("a = 1\n")
    first = key_of(archive(tmp_path))
    os.utime(tmp_path / "app.py", (1, 1))
    assert key_of(archive(tmp_path)) == first


def test_other_content_has_another_key(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("a = 1\n")
    first = key_of(archive(tmp_path))
    (tmp_path / "app.py").write_text("a = 2\n")
    assert key_of(archive(tmp_path)) != first


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"functions.admin"):
        archive(tmp_path / "functions" / "admin")
