from __future__ import annotations

import socket

from sandbox.stack.ports import free_port_base, taken_ports


def test_a_base_is_free_when_all_its_ports_are() -> None:
    base = free_port_base(7800)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", base + 2))
        listener.listen()
        assert taken_ports(range(base, base + 3)) == [base + 2]
        assert free_port_base(base) > base
