"""Whether the ports of a stack are free."""

from __future__ import annotations

import socket
from collections.abc import Iterable


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
