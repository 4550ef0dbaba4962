"""Access tokens and whom they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from sandbox.salesforce.settings import SalesforceSettings

_TOKEN_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._"


@dataclass(slots=True)
class Session:
    user_id: str
    expires_at: float


class Sessions:
    """Sessions given by OAuth expire; the person's fixed session id does not."""

    def __init__(self, person_session_id: str, person_id: str, random: Random) -> None:
        self._person = (person_session_id, person_id)
        self._random = random
        self._open: dict[str, Session] = {}

    def start(self, user_id: str, settings: SalesforceSettings, now: float) -> str:
        token = f"{settings.org_id[:15]}!{''.join(self._random.choices(_TOKEN_CHARS, k=80))}"
        self._open[token] = Session(user_id, now + settings.session_lifetime_s)
        return token

    def user_of(self, token: str, settings: SalesforceSettings, now: float) -> str | None:
        """The user's id; None when the token is unknown or its time is over."""
        if token == self._person[0]:
            return self._person[1]
        session = self._open.get(token)
        if session is None or now >= session.expires_at:
            return None
        if settings.session_extended_by_use:
            session.expires_at = now + settings.session_lifetime_s
        return session.user_id

    def owner_of(self, token: str) -> str | None:
        """Whom the token was given to, also when it has expired."""
        if token == self._person[0]:
            return self._person[1]
        session = self._open.get(token)
        return session.user_id if session else None

    def end(self, token: str) -> bool:
        session = self._open.get(token)
        if session:
            session.expires_at = 0.0
        return session is not None

    def expire_all(self) -> int:
        """Ends every session given by OAuth; how many there were."""
        for session in self._open.values():
            session.expires_at = 0.0
        return len(self._open)
