"""The Salesforce session: one login shared by all workers, renewed once when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, NoReturn

from crmsync.adapters.answers import ask, object_in, unreadable
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.core.failure import Consequence, CrmError, Failure
from crmsync.core.parked import Category
from crmsync.core.record import Millis
from crmsync.core.vendor_errors.salesforce import classify
from crmsync.ports.clock import Clock
from crmsync.ports.session_store import SessionStore, StoredSession
from crmsync.ports.transport import ApiAnswer, ApiCall, Transport

TOKEN_PATH = "/services/oauth2/token"  # noqa: S105 - a path
FORM = "application/x-www-form-urlencoded"
FAILED_LOGIN_MEMORY: Millis = 60_000
LONGEST_LIFE: Millis = 43_200_000
"""Use extends a session without end, but its instance may move away: half a day is long enough."""

WAIT_STEP: Millis = 250
WAIT_STEPS = 8
MAX_RENEWALS = 2
"""The first may take over another worker's session that has ended too."""

_ENDED = "INVALID_SESSION_ID"


class Renewal(NamedTuple):
    """`by_login` is False when another worker's session was taken over, which may have ended as well."""

    token: str
    by_login: bool


class SalesforceSession:
    """Lives as long as its process. A refused login is remembered for a minute, so that it does not storm."""

    def __init__(
        self,
        credentials: Credentials,
        store: SessionStore,
        clock: Clock,
        on_instance: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`on_instance` hears the address of the instance that data calls belong to."""
        self._credentials = credentials
        self._store = store
        self._clock = clock
        self._on_instance = on_instance
        self._present: StoredSession | None = None
        self._refused: tuple[Millis, Failure] | None = None

    @property
    def instance_url(self) -> str | None:
        """The org's own address, as the login told; None before the first call."""
        return self._present.instance_url if self._present is not None else None

    def open(self, transport: Transport) -> Renewal:
        """The present session, from memory, the store, or a login. Raises CrmError."""
        stored = self._present or self._store.load()
        if stored is None or not self._is_usable(stored):
            return self.renew("", transport)
        return Renewal(self._adopt(stored), by_login=False)

    def renew(self, ended: str, transport: Transport) -> Renewal:
        """Another token than the one that ended: another worker's, or by a login of our own. Raises CrmError."""
        stored = self._store.load()
        if stored is not None and stored.token != ended:
            if self._is_usable(stored):
                return Renewal(self._adopt(stored), by_login=False)
            ended = stored.token
        self._raise_if_refused_lately()
        if self._store.begin_refresh(ended, self._clock.now()):
            return Renewal(self._log_in(transport), by_login=True)
        return Renewal(self._await_other_worker(ended), by_login=False)

    def _is_usable(self, session: StoredSession) -> bool:
        age = self._clock.now() - session.issued_at
        return session.owner == self._credentials.fingerprint and age < LONGEST_LIFE

    def _adopt(self, session: StoredSession) -> str:
        if session != self._present:
            self._present = session
            self._on_instance(session.instance_url)
        return session.token

    def _raise_if_refused_lately(self) -> None:
        if self._refused and self._clock.now() - self._refused[0] < FAILED_LOGIN_MEMORY:
            raise CrmError(self._refused[1])
        self._refused = None

    def _log_in(self, transport: Transport) -> str:
        try:
            call = self._login_call()
            session = self._session_in(ask(transport, call, (200,), classify), call)
        except CrmError as error:
            self._refuse(error.failure)
        token = self._adopt(session)
        self._store.save(session)
        return token

    def _login_call(self) -> ApiCall:
        try:
            form = self._credentials.token_form(self._clock.now())
        except ValueError as error:
            failure = Failure(Consequence.BAD_CONFIGURATION, Category.CONFIGURATION, str(error))
            raise CrmError(failure) from error
        return ApiCall("POST", TOKEN_PATH, "login", body=form, headers={"Content-Type": FORM})

    def _session_in(self, answer: ApiAnswer, call: ApiCall) -> StoredSession:
        body = object_in(answer, call)
        if not body.get("access_token") or not body.get("instance_url"):
            raise CrmError(unreadable(call, answer.status, "no access token and instance URL"))
        owner = self._credentials.fingerprint
        return StoredSession(str(body["access_token"]), str(body["instance_url"]), self._clock.now(), owner)

    def _refuse(self, failure: Failure) -> NoReturn:
        """A login that was refused (not one that got no answer) is a matter of configuration."""
        if failure.consequence in {Consequence.REJECTED_RECORD, Consequence.BAD_CONFIGURATION}:
            failure = replace(failure, consequence=Consequence.BAD_CONFIGURATION, category=Category.CONFIGURATION)
            self._refused = (self._clock.now(), failure)
        raise CrmError(failure)

    def _await_other_worker(self, ended: str) -> str:
        for _ in range(WAIT_STEPS):
            self._clock.sleep(WAIT_STEP)
            stored = self._store.load()
            if stored is not None and stored.token != ended and self._is_usable(stored):
                return self._adopt(stored)
        message = "another worker is logging in to Salesforce"
        raise CrmError(
            Failure(Consequence.RETRY_LATER, Category.UNAVAILABLE, message, retry_after=WAIT_STEPS * WAIT_STEP)
        )


class SessionTransport:
    """A Transport that adds the session id, and renews the session when Salesforce says that it has ended.

    A 401 after a login of our own comes back as it is.
    """

    def __init__(self, session: SalesforceSession, transport: Transport) -> None:
        self._session = session
        self._transport = transport

    def send(self, call: ApiCall) -> ApiAnswer:
        session = self._session.open(self._transport)
        answer = self._send(call, session.token)
        for _ in range(MAX_RENEWALS):
            if session.by_login or not _has_ended(answer):
                break
            session = self._session.renew(session.token, self._transport)
            answer = self._send(call, session.token)
        return answer

    def _send(self, call: ApiCall, token: str) -> ApiAnswer:
        return self._transport.send(replace(call, headers={**call.headers, "Authorization": f"Bearer {token}"}))


def _has_ended(answer: ApiAnswer) -> bool:
    errors = answer.body if isinstance(answer.body, list) else []
    return answer.status == 401 and any(
        isinstance(error, dict) and error.get("errorCode") == _ENDED for error in errors
    )
