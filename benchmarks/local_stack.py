"""A local stack of the benchmarks' own: started on free ports without schedules, stopped at the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from sandbox.stack.place import Place
from sandbox.stack.ports import free_port_base
from sandbox.stack.stack import Stack
from sandbox.stack.start_up import start_up
from sandbox.stack.tear_down import tear_down

FIRST_PORT_BASE, PORTS = 7600, 390
TITLE_TWO_WAY = {"mappings": [{"hubspot": "jobtitle", "salesforce": "Title", "rule": "two_way"}]}
"""By the default rule Salesforce overrules an edit of HubSpot's: it would not cross."""


@contextmanager
def running_stack() -> Iterator[Stack]:
    """Job titles cross both ways. `PORT_BASE` in the environment moves its ports. Its folder with the logs stays when
    something fails.
    """
    first = int(os.environ.get("PORT_BASE") or FIRST_PORT_BASE)
    place = Place(free_port_base(first, first + PORTS))
    try:
        start_up(place, schedules="DISABLED")
        stack = Stack(place)
        stack.put_parameter("mappings/contact", TITLE_TWO_WAY)
        yield stack
    finally:
        tear_down(place)
    shutil.rmtree(place.folder)
