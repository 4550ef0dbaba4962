"""Where workers share the Salesforce session, so that one login serves all of them."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from crmsync.core.record import Millis

REFRESH_LEASE: Millis = 15_000
"""How long one worker's right to log in lasts: longer than the login's HTTP timeout."""


class StoredSession(NamedTuple):
    """`owner` tells sessions of other credentials or another org apart; a digest, no secret."""

    token: str
    instance_url: str
    issued_at: Millis
    owner: str = ""


class SessionStore(Protocol):
    """Raises CrmError(RETRY_LATER) when the store does not answer."""

    def load(self) -> StoredSession | None:
        """The session as last saved; None before the first login."""

    def save(self, session: StoredSession) -> None:
        """Shares the session and ends the refresh."""

    def begin_refresh(self, token_seen: str, now: Millis) -> bool:
        """True when the caller is the one that may log in, for 15 s.

        False while another worker does, and when the stored token is not `token_seen` any more. `token_seen` is
        empty when there was none. A failed login does not end the refresh: the lease also paces further tries.
        """
