"""A company's web domain, in the form in which both CRMs' values compare: `https://www.Acme.com/en` → `acme.com`."""

from __future__ import annotations

import re

from crmsync.core.match_key import MatchKey
from crmsync.core.record import Record, Side

_SCHEME = re.compile(r"(?:https?:/*|[a-z][a-z0-9+-]*:/+)", re.IGNORECASE)
_PORT = re.compile(r":\d*\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_ADDRESS = re.compile(r"[\d.]+\Z")
_LONGEST = 253
_WORLD_WIDE_WEB = re.compile(r"\Awww\.(?=[^.]+\.)")


def web_domain(text: str) -> str | None:
    """The host of a website or a bare domain: lower case, without `www.`, in ASCII (punycode).

    None for what names no host on the web: blanks, words, IP addresses, `localhost`.
    """
    host = _SCHEME.sub("", text.strip(), count=1)
    host = re.split(r"[/?#\\\s]", host, maxsplit=1)[0].rpartition("@")[2]
    host = _WORLD_WIDE_WEB.sub("", _in_ascii(_PORT.sub("", host).rstrip(".")), count=1)
    return host if _is_domain(host) else None


def shown_domain(record: Record, key: MatchKey) -> str | None:
    """Of the first of the key's fields that names one."""
    names = key.hubspot if record.ref.side is Side.HUBSPOT else (key.salesforce[record.ref.object_type],)
    found = (web_domain(str(record.values.get(name) or "")) for name in names)
    return next((domain for domain in found if domain is not None), None)


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return ""


def _is_domain(host: str) -> bool:
    labels = host.split(".")
    return len(labels) > 1 and len(host) <= _LONGEST and all(map(_LABEL.match, labels)) and _ADDRESS.match(host) is None


def spellings(domain: str) -> tuple[str, ...]:
    """A domain of `web_domain` in every form that a website may have it in: also with its own letters."""
    try:
        own = domain.encode().decode("idna")
    except UnicodeError:
        return (domain,)
    return tuple(dict.fromkeys((domain, own)))
