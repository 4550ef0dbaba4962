"""The SOAP of Outbound Messages: the notifications that go out, the acknowledgement that comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_OUTBOUND = "http://soap.sforce.com/2005/09/outbound"
_SOBJECT = "urn:sobject.enterprise.soap.sforce.com"


@dataclass(frozen=True, slots=True)
class Sender:
    """The org as it names itself in a message."""

    org_id: str
    action_id: str
    instance_url: str
    api_version: str


@dataclass(frozen=True, slots=True)
class Notification:
    """`fields` are texts in the message's form; a null field is not there."""

    id: str
    object: str
    fields: Mapping[str, str]


def envelope(sender: Sender, notifications: Iterable[Notification]) -> bytes:
    soap = f"{sender.instance_url}/services/Soap"
    org15 = sender.org_id[:15]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soapenv:Envelope xmlns:soapenv="{_SOAP}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
        f'<notifications xmlns="{_OUTBOUND}"><OrganizationId>{sender.org_id}</OrganizationId>'
        f'<ActionId>{sender.action_id}</ActionId><SessionId xsi:nil="true"/>'
        f"<EnterpriseUrl>{escape(soap)}/c/{sender.api_version}/{org15}</EnterpriseUrl>"
        f"<PartnerUrl>{escape(soap)}/u/{sender.api_version}/{org15}</PartnerUrl>"
        f"{''.join(map(_notification, notifications))}"
        "</notifications></soapenv:Body></soapenv:Envelope>"
    ).encode()


def _notification(notification: Notification) -> str:
    fields = "".join(f"<sf:{name}>{_text(value)}</sf:{name}>" for name, value in notification.fields.items())
    return (
        f'<Notification><Id>{notification.id}</Id><sObject xsi:type="sf:{notification.object}" '
        f'xmlns:sf="{_SOBJECT}">{fields}</sObject></Notification>'
    )


def _text(value: str) -> str:
    return escape("".join(char for char in value if char >= " " or char in "\t\n\r"))


def is_acknowledged(answer: bytes) -> bool:
    """Only `<Ack>true</Ack>` in the right place counts."""
    try:
        root = fromstring(answer, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return False
    ack = root.find(f".//{{{_OUTBOUND}}}notificationsResponse/{{{_OUTBOUND}}}Ack")
    return ack is not None and (ack.text or "").strip() == "true"
