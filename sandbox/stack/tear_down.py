"""Stops a local stack. Its logs stay until the next start."""

from __future__ import annotations

import shutil

from sandbox.stack.background import stop
from sandbox.stack.place import Place
from sandbox.stack.process_file import read_processes
from sandbox.stack.shared_env import withdraw_env


def tear_down(place: Place) -> bool:
    """Whether anything was running. Raises StackError when a process survives."""
    processes = read_processes(place.process_file)
    was_running = any(process.is_running() for process in processes)
    withdraw_env(place)
    if processes:  # without, the file in `.sandbox` is another instance's
        place.env_file.unlink(missing_ok=True)
    stop(processes)
    place.process_file.unlink(missing_ok=True)
    shutil.rmtree(place.emulator_home, ignore_errors=True)
    return was_running
