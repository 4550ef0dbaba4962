"""Calls Salesforce through `simple-salesforce`, with the hazards of that client closed.

It has no timeout (here an adapter sets one on every request), logs in again without end on a bad session (here it
gets the session id, so a 401 just comes back), and always says https (the adapter takes the local stack's plain http
addresses at their word).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnectionError
from requests.exceptions import ConnectTimeout, RequestException, SSLError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from crmsync.adapters.salesforce.simple_client import Salesforce, SalesforceError
from crmsync.ports.transport import ApiAnswer, ApiCall, NoAnswerError

CONNECT_TIMEOUT_S = 2.0
READ_TIMEOUT_S = 8.0
CSV = "text/csv"
BEARER = "Bearer "


class _Adapter(HTTPAdapter):
    """A timeout on every request; `https://` becomes `http://` for hosts that have plain http."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)
        self._plain: set[str] = set()

    def origin(self, url: str) -> str:
        """The https form of the address's origin, which is what simple-salesforce makes of it."""
        address = urlsplit(url)
        if address.scheme == "http":
            self._plain.add(address.netloc)
        return f"https://{address.netloc}"

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - passed on
        kwargs["timeout"] = (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
        url = str(request.url)
        if urlsplit(url).netloc in self._plain:
            request.url = f"http://{url.removeprefix('https://')}"
        return super().send(request, *args, **kwargs)


class SalesforceClientTransport:
    """A Transport. The session id comes in each call's `Authorization` header; paths are whole (`/services/…`).

    Calls without one, the logins, always go to `login_url`; the others to the instance that the login named.
    """

    def __init__(self, login_url: str, version: str) -> None:
        self._version = version
        self._data_path = f"/services/data/v{version}/"
        self._adapter = _Adapter()
        self._session = Session()
        # Else a .netrc file or proxy variables could replace the session id or the host.
        self._session.trust_env = False
        self._session.mount("https://", self._adapter)
        self._login_origin = self._adapter.origin(login_url)
        self.move_to(login_url)

    def move_to(self, instance_url: str) -> None:
        """Sends further calls to this instance."""
        self._origin = self._adapter.origin(instance_url)
        self._salesforce: Salesforce | None = None

    def send(self, call: ApiCall) -> ApiAnswer:
        answers: list[Response] = []
        options = {"headers": dict(call.headers), "hooks": {"response": _keep_in(answers)}, "allow_redirects": False}
        try:
            body = self._request(call, options)
        except SalesforceError as error:
            body = error.content if isinstance(error.content, list | dict) else None
        except RequestException as error:
            raise NoAnswerError(type(error).__name__, sent=_was_sent(error)) from error
        except (ValueError, TypeError) as error:
            raise NoAnswerError("an answer that is no JSON") from error
        answer = answers[-1]
        return ApiAnswer(answer.status_code, body, {name.lower(): text for name, text in answer.headers.items()})

    def _request(self, call: ApiCall, options: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON is any value
        if call.headers.get("Accept") == CSV:
            return self._request_text(call, options)
        token = call.headers.get("Authorization", "").removeprefix(BEARER)
        if not token:
            return self._request_token(call, options)
        if call.body is not None:
            options["json"] = call.body
        path = call.path.removeprefix(self._data_path)
        return self._client(token).restful(path, params=dict(call.query), method=call.method, **options)

    def _request_token(self, call: ApiCall, options: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON is any value
        """The login: a form, without a session. An error's body is JSON too, or there is none to speak of."""
        response = self._session.request(call.method, self._login_origin + call.path, data=call.body, **options)
        try:
            return response.json()
        except ValueError:
            if response.ok:
                raise
            return None

    def _request_text(self, call: ApiCall, options: dict[str, Any]) -> Any:  # noqa: ANN401 - an error's body is JSON
        """simple-salesforce reads every answer as JSON. The text is UTF-8, whatever its header leaves out."""
        url = self._origin + call.path
        response = self._session.request(call.method, url, params=dict(call.query), **options)
        if response.ok:
            return response.content.decode("utf-8")
        try:
            return response.json()
        except ValueError:
            return None

    def _client(self, token: str) -> Salesforce:
        if self._salesforce is None or self._salesforce.session_id != token:
            self._salesforce = Salesforce(
                session_id=token,
                instance_url=self._origin,
                session=self._session,
                version=self._version,
                object_pairs_hook=None,
            )
            # Indented answers cost a third more bytes.
            self._salesforce.headers.pop("X-PrettyPrint", None)
        return self._salesforce


def _keep_in(answers: list[Response]) -> Any:  # noqa: ANN401 - requests' type of a hook
    """`restful` shows only the body; the status and the headers are kept on the way."""

    def keep(response: Response, *_: object, **__: object) -> None:
        answers.append(response)

    return keep


def _was_sent(error: RequestException) -> bool:
    """False only where no connection came about."""
    if isinstance(error, ConnectTimeout | SSLError):
        return False
    reason = error.args[0] if isinstance(error, NoConnectionError) and error.args else None
    return not (isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError))
