"""The token endpoint: client credentials and JWT bearer; who the caller is."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from sandbox.frame.http import Request, Response, json_response
from sandbox.salesforce.api.call import Call
from sandbox.salesforce.errors import refuse_request
from sandbox.salesforce.org import Org
from sandbox.salesforce.seed.users import INTEGRATION_USER

_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LONGEST_ASSERTION_S = 300


class _OAuthError(Exception):
    def __init__(self, code: str, description: str) -> None:
        super().__init__(code)
        self.body = {"error": code, "error_description": description}


def token(org: Org, request: Request) -> Response:
    form = request.form()
    try:
        user_id = _authenticate(org, request, form)
    except _OAuthError as error:
        return json_response(400, error.body)
    return json_response(200, _token_body(org, user_id, grant=form["grant_type"]))


def client_id_of(request: Request) -> str:
    """The consumer key that a token request names, unchecked."""
    form = request.form()
    if form.get("grant_type") == _JWT_BEARER:
        return str(_unverified(form).get("iss", ""))
    return _client(request, form)[0]


def revoke(org: Org, request: Request) -> Response:
    token_ = request.form().get("token") or request.param("token") or ""
    if org.sessions.end(token_):
        return Response(200)
    return json_response(400, {"error": "invalid_token", "error_description": "invalid token"})


def user_info(call: Call) -> Response:
    return json_response(200, _identity(call.org, call.transaction.caller.user_id))


def identity(call: Call, org_id: str, user_id: str) -> Response:
    """The answer behind the `id` URL of a token."""
    if org_id != call.org.settings.org_id or user_id not in call.org.store.rows("User"):
        raise refuse_request("NOT_FOUND", "The requested resource does not exist")
    return json_response(200, _identity(call.org, user_id))


def _authenticate(org: Org, request: Request, form: Mapping[str, str]) -> str:
    grant = form.get("grant_type", "")
    if grant == "client_credentials":
        _check_client(org, *_client(request, form))
        return INTEGRATION_USER
    if grant == _JWT_BEARER:
        return _user_of_assertion(org, form)
    raise _OAuthError("unsupported_grant_type", "grant type not supported")


def _client(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            key, _, secret = base64.b64decode(encoded).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return key, secret
    return form.get("client_id", ""), form.get("client_secret", "")


def _check_client(org: Org, key: str, secret: str) -> None:
    if key != org.settings.consumer_key:
        raise _OAuthError("invalid_client_id", "client identifier invalid")
    if not hmac.compare_digest(secret, org.settings.consumer_secret):
        raise _OAuthError("invalid_client", "invalid client credentials")


def _unverified(form: Mapping[str, str]) -> dict[str, Any]:
    try:
        return dict(jwt.decode(form.get("assertion", ""), options={"verify_signature": False}))
    except jwt.PyJWTError:
        return {}


def _user_of_assertion(org: Org, form: Mapping[str, str]) -> str:
    claims = _verified(org, form)
    if claims.get("iss") != org.settings.consumer_key:
        raise _OAuthError("invalid_client_id", "client identifier invalid")
    if claims.get("aud") not in {*org.settings.jwt_audiences, org.settings.instance_url}:
        raise _OAuthError("invalid_grant", "audience is invalid")
    left = _seconds(claims.get("exp")) - org.clock()
    if not 0 < left <= _LONGEST_ASSERTION_S:
        raise _OAuthError("invalid_grant", "expired authorization code" if left <= 0 else "invalid assertion")
    if claims.get("sub") != org.settings.integration_username:
        raise _OAuthError("invalid_grant", "user hasn't approved this consumer")
    return INTEGRATION_USER


def _verified(org: Org, form: Mapping[str, str]) -> dict[str, Any]:
    """The claims of a rightly signed assertion; times are the clock's business, not the library's."""
    options: Any = {"verify_exp": False, "verify_aud": False, "verify_iat": False, "verify_nbf": False}
    try:
        key = org.settings.jwt_public_key
        return dict(jwt.decode(form.get("assertion", ""), key, algorithms=["RS256"], options=options))
    except (jwt.PyJWTError, ValueError) as error:
        raise _OAuthError("invalid_grant", "invalid assertion") from error


def _seconds(value: object) -> float:
    """Some clients send `exp` as text."""
    try:
        return float(str(value))
    except ValueError:
        return 0.0


def _token_body(org: Org, user_id: str, grant: str) -> dict[str, Any]:
    settings = org.settings
    identity_url = f"{settings.instance_url}/id/{settings.org_id}/{user_id}"
    body = {
        "access_token": org.sessions.start(user_id, settings, org.clock()),
        "scope": "api",
        "instance_url": settings.instance_url,
        "id": identity_url,
        "token_type": "Bearer",
    }
    if grant == "client_credentials":
        issued_at = str(int(org.clock() * 1000))
        signed = hmac.new(settings.consumer_secret.encode(), f"{identity_url}{issued_at}".encode(), hashlib.sha256)
        body |= {"signature": base64.b64encode(signed.digest()).decode(), "issued_at": issued_at}
    return body


def _identity(org: Org, user_id: str) -> dict[str, Any]:
    user = org.store.rows("User")[user_id]
    return {
        "sub": f"{org.settings.instance_url}/id/{org.settings.org_id}/{user_id}",
        "id": f"{org.settings.instance_url}/id/{org.settings.org_id}/{user_id}",
        "user_id": user_id,
        "organization_id": org.settings.org_id,
        "username": user["Username"],
        "preferred_username": user["Username"],
        "display_name": user["Name"],
        "name": user["Name"],
        "email": user["Email"],
        "active": user["IsActive"],
        "user_type": "STANDARD",
        "language": "en_US",
    }
