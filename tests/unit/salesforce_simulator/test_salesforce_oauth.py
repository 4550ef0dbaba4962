from __future__ import annotations

import base64
from functools import cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.salesforce.settings import SalesforceSettings
from tests.unit.salesforce_simulator.simulated_org import NOON, SETTINGS, SimulatedOrg, error_of

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@cache
def _keys() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def _assertion(**claims: Any) -> str:
    given = {
        "iss": SETTINGS.consumer_key,
        "sub": SETTINGS.integration_username,
        "aud": "https://login.salesforce.com",
        "exp": str(int(NOON) + 180),
        **claims,
    }
    return jwt.encode(given, _keys()[0], algorithm="RS256")


@pytest.fixture
def jwt_org() -> SimulatedOrg:
    return SimulatedOrg(SalesforceSettings(jwt_public_key=_keys()[1]))


def test_client_credentials_in_the_body_or_in_the_header() -> None:
    org = SimulatedOrg()
    basic = base64.b64encode(f"{SETTINGS.consumer_key}:{SETTINGS.consumer_secret}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    for answer in (
        org.log_in(),
        org.send("POST", "/services/oauth2/token", b"grant_type=client_credentials", headers),
    ):
        body = answer.json()
        assert answer.status == 200
        assert body["instance_url"] == SETTINGS.instance_url
        assert body["token_type"] == "Bearer"
        assert set(body) == {"access_token", "scope", "instance_url", "id", "token_type", "signature", "issued_at"}
        assert org.call("GET", "/limits", token=body["access_token"]).status == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_id": "another"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"grant_type": JWT_BEARER, "assertion": "not.a.jwt"}, "invalid_grant"),
    ],
)
def test_refused_logins(org: SimulatedOrg, form: dict[str, str], error: str) -> None:
    answer = org.log_in(**form)
    assert answer.status == 400
    assert answer.json()["error"] == error


def test_a_signed_assertion_logs_in(jwt_org: SimulatedOrg) -> None:
    answer = jwt_org.log_in(grant_type=JWT_BEARER, assertion=_assertion())
    assert answer.status == 200
    assert "signature" not in answer.json()
    assert jwt_org.call("GET", "/limits", token=answer.json()["access_token"]).status == 200


@pytest.mark.parametrize(
    ("claims", "description"),
    [
        ({"exp": int(NOON) - 1}, "expired authorization code"),
        ({"exp": int(NOON) + 3600}, "invalid assertion"),
        ({"exp": "soon"}, "expired authorization code"),
        ({"aud": "https://example.com"}, "audience is invalid"),
        ({"sub": "stranger@example.com"}, "user hasn't approved this consumer"),
        ({"iss": "another"}, "client identifier invalid"),
    ],
)
def test_assertions_that_do_not_count(jwt_org: SimulatedOrg, claims: dict[str, Any], description: str) -> None:
    answer = jwt_org.log_in(grant_type=JWT_BEARER, assertion=_assertion(**claims))
    assert (answer.status, answer.json()["error_description"]) == (400, description)


def test_an_assertion_signed_by_another_key_does_not_count(jwt_org: SimulatedOrg) -> None:
    forged = jwt.encode({"iss": SETTINGS.consumer_key}, "x" * 32, algorithm="HS256")
    assert jwt_org.log_in(grant_type=JWT_BEARER, assertion=forged).json()["error"] == "invalid_grant"


def test_sessions_end_by_time_unless_used() -> None:
    org = SimulatedOrg()
    for _ in range(3):
        org.clock.now += SETTINGS.session_lifetime_s - 1
        assert org.call("GET", "/limits").status == 200
    org.clock.now += SETTINGS.session_lifetime_s
    assert error_of(org.call("GET", "/limits")) == (401, "INVALID_SESSION_ID")


def test_sessions_may_end_although_used() -> None:
    org = SimulatedOrg(SalesforceSettings(session_extended_by_use=False))
    org.clock.now += SETTINGS.session_lifetime_s - 1
    assert org.call("GET", "/limits").status == 200
    org.clock.now += 1
    assert error_of(org.call("GET", "/limits")) == (401, "INVALID_SESSION_ID")


def test_the_person_stays_logged_in(org: SimulatedOrg) -> None:
    assert org.control("expire_sessions") == {"expired": 1}
    org.clock.now += 10 * SETTINGS.session_lifetime_s
    assert error_of(org.call("GET", "/limits")) == (401, "INVALID_SESSION_ID")
    assert org.person("GET", "/limits").status == 200


def test_no_and_unknown_tokens(org: SimulatedOrg) -> None:
    assert error_of(org.send("GET", "/services/data/v62.0/limits")) == (401, "INVALID_SESSION_ID")
    assert error_of(org.call("GET", "/limits", token="nobody's")) == (401, "INVALID_SESSION_ID")


def test_revoked_tokens_are_over(org: SimulatedOrg) -> None:
    assert org.send("POST", "/services/oauth2/revoke", f"token={org.token.replace('!', '%21')}".encode()).status == 200
    assert error_of(org.call("GET", "/limits")) == (401, "INVALID_SESSION_ID")
    assert org.send("POST", "/services/oauth2/revoke", b"token=unknown").status == 400


def test_who_the_caller_is(org: SimulatedOrg) -> None:
    headers = {"Authorization": f"Bearer {org.token}"}
    assert (
        org.send("GET", "/services/oauth2/userinfo", headers=headers).json()["username"]
        == SETTINGS.integration_username
    )
    identity = org.log_in().json()["id"].removeprefix(SETTINGS.instance_url)
    assert org.send("GET", identity, headers=headers).json()["organization_id"] == SETTINGS.org_id
    assert error_of(org.send("GET", f"/id/{SETTINGS.org_id}/nobody", headers=headers)) == (404, "NOT_FOUND")
