"""`.sandbox/env` of an instance on other ports: whoever looks for *the* local stack finds it while the default one is
not up.
"""

from __future__ import annotations

from sandbox.stack.env_file import read_env, write_env
from sandbox.stack.place import Place
from sandbox.stack.process_file import read_processes


def share_env(place: Place) -> None:
    """Of several instances beside each other, the one that was started last is in `.sandbox/env`."""
    default = Place(project=place.project)
    if place == default or any(process.is_running() for process in read_processes(default.process_file)):
        return
    default.folder.mkdir(exist_ok=True)
    write_env(default.env_file, read_env(place.env_file))


def withdraw_env(place: Place) -> None:
    """Takes back what `share_env` wrote, and leaves it when it is another instance's by now."""
    default = Place(project=place.project)
    if place != default and read_env(default.env_file) == read_env(place.env_file):
        default.env_file.unlink(missing_ok=True)
