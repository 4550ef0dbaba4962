"""What crmsync logs in with: OAuth client credentials, or a JWT signed with the app's key.

See https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flows.htm
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from crmsync.core.record import Millis

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JWT_LIFETIME_S = 180
PRODUCTION_AUDIENCE = "https://login.salesforce.com"


@dataclass(frozen=True, slots=True)
class Credentials:
    """With a private key (PEM) the login is by JWT bearer for `username`, else by client credentials.

    `audience` is https://test.salesforce.com for sandboxes. `login_url` is where the login goes.
    """

    consumer_key: str
    consumer_secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    username: str = ""
    audience: str = PRODUCTION_AUDIENCE
    login_url: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes with the org, the app and the user, so that a session of former ones is never taken over."""
        identity = f"{self.login_url}\n{self.audience}\n{self.consumer_key}\n{self.username}"
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    def token_form(self, now: Millis) -> dict[str, str]:
        """The form of the token request. Raises ValueError for a key that is none."""
        if self.private_key:
            return {"grant_type": JWT_GRANT, "assertion": self._assertion(now)}
        return {
            "grant_type": "client_credentials",
            "client_id": self.consumer_key,
            "client_secret": self.consumer_secret,
        }

    def _assertion(self, now: Millis) -> str:
        """PyJWT brings cryptography, a tenth of a cold start: it is imported by the few that log in, with a key."""
        import jwt  # noqa: PLC0415

        claims = {
            "iss": self.consumer_key,
            "sub": self.username,
            "aud": self.audience,
            "exp": now // 1000 + JWT_LIFETIME_S,
        }
        try:
            return jwt.encode(claims, self.private_key, algorithm="RS256")
        except (jwt.InvalidKeyError, TypeError) as error:
            raise ValueError(f"the private key cannot sign: {type(error).__name__}") from error
