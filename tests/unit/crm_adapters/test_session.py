"""One login for all workers; a session that has ended is renewed once; a refused login does not storm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jwt
import pytest
from crmsync.adapters.metered_transport import MeteredTransport
from crmsync.adapters.salesforce.credentials import Credentials
from crmsync.adapters.salesforce.session import FAILED_LOGIN_MEMORY, LONGEST_LIFE, SalesforceSession, SessionTransport
from crmsync.core.change import CallClass
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.quota import Allowance
from crmsync.core.record import Millis, Side
from crmsync.ports.session_store import REFRESH_LEASE, StoredSession
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError
from crmsync.ports.usage import Caller
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.memory.clock import START, ManualClock
from sandbox.memory.ledger import MemoryLedger
from sandbox.memory.session_store import MemorySessionStore

CALL = ApiCall("GET", "/services/data/v68.0/limits/", "daily_usage", headers={"X": "y"})
CREDENTIALS = Credentials("key", "secret")
OURS = CREDENTIALS.fingerprint
ENDED = ApiAnswer(401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])


class Org:
    """A transport to an org that knows which sessions are good."""

    def __init__(self) -> None:
        self.good: set[str] = set()
        self.logins = 0
        self.calls: list[ApiCall] = []
        self.refusal: ApiAnswer | NoAnswerError | None = None
        self.gives_good_tokens = True

    def send(self, call: ApiCall) -> ApiAnswer:
        self.calls.append(call)
        if call.path == "/services/oauth2/token":
            return self._log_in()
        token = call.headers["Authorization"].removeprefix("Bearer ")
        return ApiAnswer(200, {"token": token}) if token in self.good else ENDED

    def _log_in(self) -> ApiAnswer:
        self.logins += 1
        if isinstance(self.refusal, NoAnswerError):
            raise self.refusal
        if self.refusal is not None:
            return self.refusal
        token = f"T{self.logins}"
        if self.gives_good_tokens:
            self.good.add(token)
        return ApiAnswer(200, {"access_token": token, "instance_url": "https://acme.my.salesforce.com"})


class Worker:
    def __init__(self, org: Org, store: MemorySessionStore, clock: ManualClock) -> None:
        self.instances: list[str] = []
        self.session = SalesforceSession(CREDENTIALS, store, clock, self.instances.append)
        self.transport = SessionTransport(self.session, org)

    def call(self) -> ApiAnswer:
        return self.transport.send(CALL)


class Setup:
    def __init__(self) -> None:
        self.org, self.store, self.clock = Org(), MemorySessionStore(), ManualClock()

    def worker(self) -> Worker:
        return Worker(self.org, self.store, self.clock)


@pytest.fixture
def setup() -> Setup:
    return Setup()


def test_the_first_call_logs_in_and_the_next_do_not(setup: Setup) -> None:
    worker = setup.worker()
    assert worker.call().body == {"token": "T1"}
    assert worker.call().body == {"token": "T1"}
    assert setup.org.logins == 1
    assert worker.instances == ["https://acme.my.salesforce.com"]
    assert setup.org.calls[-1].headers == {"X": "y", "Authorization": "Bearer T1"}


def test_workers_share_one_login(setup: Setup) -> None:
    workers = [setup.worker() for _ in range(5)]
    assert {worker.call().body["token"] for worker in workers} == {"T1"}
    assert setup.org.logins == 1


def test_an_ended_session_is_renewed_once_for_all(setup: Setup) -> None:
    workers = [setup.worker() for _ in range(3)]
    for worker in workers:
        worker.call()
    setup.org.good.clear()
    assert [worker.call().body["token"] for worker in workers] == ["T2"] * 3
    assert setup.org.logins == 2


def test_a_new_worker_takes_an_ended_session_over_and_renews_it(setup: Setup) -> None:
    setup.store.save(StoredSession("OLD", "https://old.my.salesforce.com", START, OURS))
    worker = setup.worker()
    assert worker.call().body == {"token": "T1"}
    assert worker.instances == ["https://old.my.salesforce.com", "https://acme.my.salesforce.com"]


def test_sessions_of_others_that_all_have_ended_are_no_endless_loop(setup: Setup) -> None:
    class Restless(MemorySessionStore):
        """Another worker has always just stored another session, which has ended already."""

        def load(self) -> StoredSession:
            self.loads = getattr(self, "loads", 0) + 1
            return StoredSession(f"DEAD{self.loads}", "https://acme.my.salesforce.com", START, OURS)

    setup.store = Restless()
    assert setup.worker().call() == ENDED
    assert (len(setup.org.calls), setup.org.logins) == (3, 0)


def test_a_session_of_former_credentials_is_not_taken_over(setup: Setup) -> None:
    setup.org.good.add("FORMER")
    setup.store.save(
        StoredSession("FORMER", "https://other.my.salesforce.com", START, Credentials("other").fingerprint)
    )
    worker = setup.worker()
    assert worker.call().body == {"token": "T1"}
    assert worker.instances == ["https://acme.my.salesforce.com"]
    assert setup.worker().call().body == {"token": "T1"}
    assert setup.org.logins == 1


def test_a_session_is_left_after_half_a_day(setup: Setup) -> None:
    workers = [setup.worker(), setup.worker()]
    for worker in workers:
        worker.call()
    setup.clock.advance(LONGEST_LIFE)
    assert [worker.call().body["token"] for worker in workers] == ["T2", "T2"]
    assert setup.org.logins == 2


def test_logins_are_counted(setup: Setup) -> None:
    ledger = MemoryLedger()
    caller = Caller("sync_records", CallClass.LIVE)
    metered = MeteredTransport(
        setup.org,
        ledger,
        Side.SALESFORCE,
        clock=setup.clock,
        caller=caller,
        allowance=lambda _: Allowance(3, "rolling"),
    )
    transport = SessionTransport(setup.worker().session, metered)
    transport.send(CALL)
    transport.send(CALL)
    with pytest.raises(CrmError) as caught:
        transport.send(CALL)
    assert caught.value.failure.consequence is Consequence.QUOTA_EXHAUSTED
    metered.close()
    assert {key[2]: calls for key, calls in ledger.report(Side.SALESFORCE).items()} == {"login": 1, "daily_usage": 2}


@pytest.mark.parametrize("change", [{"consumer_key": "b"}, {"username": "b"}, {"audience": "b"}, {"login_url": "b"}])
def test_the_fingerprint_changes_with_the_org_the_app_and_the_user(change: dict[str, str]) -> None:
    same = Credentials("key", "rotated secret")
    assert same.fingerprint == OURS
    assert replace(same, **change).fingerprint != OURS


def test_another_workers_session_that_has_ended_too_is_renewed(setup: Setup) -> None:
    worker = setup.worker()
    worker.call()
    setup.org.good.clear()
    setup.store.save(StoredSession("OTHER", "https://acme.my.salesforce.com", START, OURS))
    assert worker.call().body == {"token": "T2"}
    assert setup.org.logins == 2


def test_a_session_refused_right_after_login_is_no_loop(setup: Setup) -> None:
    setup.org.gives_good_tokens = False
    worker = setup.worker()
    assert worker.call().status == 401
    assert setup.org.logins == 1
    assert len(setup.org.calls) == 2


def test_a_401_of_another_kind_is_no_ended_session(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = setup.worker()
    worker.call()
    monkeypatch.setattr(setup.org, "send", lambda _: ApiAnswer(401, None))
    assert worker.call().status == 401
    assert setup.org.logins == 1


@pytest.mark.parametrize(
    "refusal",
    [
        ApiAnswer(400, {"error": "invalid_grant", "error_description": "no client credentials user enabled"}),
        ApiAnswer(400, {"error": "unsupported_grant_type"}),
        ApiAnswer(401, {"error": "invalid_client"}),
    ],
)
def test_a_refused_login_is_not_tried_again_for_a_minute(setup: Setup, refusal: ApiAnswer) -> None:
    setup.org.refusal = refusal
    worker = setup.worker()
    for _ in range(5):
        assert failure(worker).consequence is Consequence.BAD_CONFIGURATION
        setup.clock.advance(10_000)
    assert setup.org.logins == 1
    setup.org.refusal = None
    setup.clock.advance(FAILED_LOGIN_MEMORY)
    assert worker.call().status == 200


def test_other_workers_wait_while_one_is_at_it(setup: Setup) -> None:
    assert setup.store.begin_refresh("", setup.clock.now())
    waited = failure(setup.worker())
    assert (waited.consequence, waited.retry_after) == (Consequence.RETRY_LATER, 2_000)
    assert setup.org.logins == 0
    setup.clock.advance(REFRESH_LEASE)
    assert setup.worker().call().status == 200


def test_a_waiting_worker_takes_the_new_session(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    assert setup.store.begin_refresh("", setup.clock.now())
    sleeps: list[Millis] = []

    def sleep(millis: Millis) -> None:
        sleeps.append(millis)
        if len(sleeps) == 3:
            setup.org.good.add("THEIRS")
            setup.store.save(StoredSession("THEIRS", "https://acme.my.salesforce.com", START, OURS))

    monkeypatch.setattr(setup.clock, "sleep", sleep)
    assert setup.worker().call().body == {"token": "THEIRS"}
    assert sleeps == [250, 250, 250]
    assert setup.org.logins == 0


@pytest.mark.parametrize("trouble", [NoAnswerError("timed out"), ApiAnswer(503), ApiAnswer(200, {}), ApiAnswer(200)])
def test_a_login_without_an_answer_may_be_tried_again(setup: Setup, trouble: Any) -> None:
    setup.org.refusal = trouble
    worker = setup.worker()
    assert failure(worker).consequence is Consequence.RETRY_LATER
    setup.org.refusal = None
    setup.clock.advance(REFRESH_LEASE)
    assert worker.call().status == 200


def failure(worker: Worker) -> Any:
    with pytest.raises(CrmError) as caught:
        worker.call()
    return caught.value.failure


def test_client_credentials_form() -> None:
    assert CREDENTIALS.token_form(0) == {
        "grant_type": "client_credentials",
        "client_id": "key",
        "client_secret": "secret",
    }


def test_a_signed_assertion() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    credentials = Credentials("key", private_key=pem, username="u@acme.org", audience="https://test.salesforce.com")
    form = credentials.token_form(1_795_305_600_000)
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    claims = jwt.decode(
        form["assertion"], key.public_key(), ["RS256"], options={"verify_exp": False, "verify_aud": False}
    )
    assert claims == {
        "iss": "key",
        "sub": "u@acme.org",
        "aud": "https://test.salesforce.com",
        "exp": 1_795_305_780,
    }


def test_a_key_that_is_none_is_a_misconfiguration(setup: Setup) -> None:
    session = SalesforceSession(Credentials("key", private_key="nonsense"), setup.store, setup.clock)
    with pytest.raises(CrmError) as caught:
        SessionTransport(session, setup.org).send(CALL)
    assert caught.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert "nonsense" not in caught.value.failure.message


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr(Credentials("key", "secret", private_key="pem-secret"))
