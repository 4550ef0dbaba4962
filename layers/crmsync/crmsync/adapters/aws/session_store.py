"""The Salesforce session shared through Secrets Manager; a job's lease lets one worker log in at a time."""

from __future__ import annotations

from crmsync.adapters.aws.secrets import Secrets
from crmsync.core.record import Millis
from crmsync.ports.clock import Randomness
from crmsync.ports.jobs import Jobs
from crmsync.ports.session_store import REFRESH_LEASE, StoredSession

JOB = "salesforce-session"


class SecretSessionStore:
    """The SessionStore. The secret at `arn` holds `{}` until the first login."""

    def __init__(self, secrets: Secrets, arn: str, jobs: Jobs, randomness: Randomness) -> None:
        self._secrets = secrets
        self._arn = arn
        self._jobs = jobs
        self._lease = randomness.token()

    def load(self) -> StoredSession | None:
        secret = self._secrets.get(self._arn, fresh=True)
        if not secret.get("token"):
            return None
        return StoredSession(secret["token"], secret["instance_url"], int(secret["issued_at"]), secret.get("owner", ""))

    def save(self, session: StoredSession) -> None:
        """The lease goes back only once the session is there for the others to see."""
        self._secrets.put(
            self._arn,
            {
                "token": session.token,
                "instance_url": session.instance_url,
                "issued_at": str(session.issued_at),
                "owner": session.owner,
            },
        )
        self._jobs.finish(JOB, self._lease, {})

    def begin_refresh(self, token_seen: str, now: Millis) -> bool:
        if self._jobs.start(JOB, self._lease, now, now + REFRESH_LEASE) is None:
            return False
        stored = self.load()
        if stored is None or stored.token == token_seen:
            return True
        # Somebody saved a new session between our look and our lease.
        self._jobs.finish(JOB, self._lease, {})
        return False
