"""The Salesforce session in memory, shared by all workers of one simulation or test."""

from __future__ import annotations

from crmsync.core.record import Millis
from crmsync.ports.session_store import REFRESH_LEASE, StoredSession


class MemorySessionStore:
    """The SessionStore."""

    def __init__(self) -> None:
        self._session: StoredSession | None = None
        self._refreshing_until: Millis = 0

    def load(self) -> StoredSession | None:
        return self._session

    def save(self, session: StoredSession) -> None:
        self._session = session
        self._refreshing_until = 0

    def begin_refresh(self, token_seen: str, now: Millis) -> bool:
        present = self._session.token if self._session else ""
        if now < self._refreshing_until or present != token_seen:
            return False
        self._refreshing_until = now + REFRESH_LEASE
        return True
