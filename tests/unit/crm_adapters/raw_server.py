"""A server of one scripted answer a connection: bytes, silence, or a cut."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE = b""


class RawServer:
    def __init__(self, answers: list[bytes | None], *, listens: bool) -> None:
        self.requests: list[bytes] = []
        self._listens = listens
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._held: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        for answer in self._answers:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            if self._listens:
                self.requests.append(_request(connection))
            if answer:
                connection.sendall(answer)
            if answer == SILENCE:
                self._held.append(connection)
            else:
                connection.close()

    def close(self) -> None:
        # Only a shutdown wakes a thread that waits in accept.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._held:
            connection.close()
        self._thread.join(5)


def _request(connection: socket.socket) -> bytes:
    """The head of the request and as much of the body as it announces."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        seen += connection.recv(65536)
    head, _, body = seen.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def raw_server(*answers: bytes | None, listens: bool = True) -> Iterator[RawServer]:
    """Each answer serves one connection: bytes, `SILENCE` to keep it open without a word, None to cut it.

    With `listens` False it answers without having read the request.
    """
    server = RawServer(list(answers), listens=listens)
    try:
        yield server
    finally:
        server.close()
