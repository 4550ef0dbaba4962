"""Whether the ports of a stack are free."""

from __future__ import annotations

import socket
from collections.abc import Iterable

from sandbox.aws.failure import StackError
from sandbox.stack.place import Place


def taken_ports(ports: Iterable[int]) -> list[int]:
    return [port for port in ports if not _is_free(port)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port_base(first: int, last: int = 7990) -> int:
    """The first base from `first` in steps of ten whose ports are all free. Raises StackError."""
    for base in range(first, last + 1, 10):
        if not taken_ports(Place(base).ports):
            return base
    raise StackError(f"no free ports between {first} and {last}")
