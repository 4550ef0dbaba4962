"""The SOAP of Salesforce's Outbound Messages, read by a hardened parser.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_notifications.htm
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crmsync.core.bad_request import BadRequestError
from crmsync.core.outbound_message import Notification, OutboundMessage
from crmsync.core.record import Value

MAX_BODY_BYTES = 2_000_000
ACKNOWLEDGED = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>'
    "</soapenv:Body></soapenv:Envelope>"
)

_OUTBOUND = "{http://soap.sforce.com/2005/09/outbound}"
_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
_FIELD = "{urn:sobject.enterprise.soap.sforce.com}"
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


def read(body: bytes) -> OutboundMessage:
    """Raises BadRequestError: 413 too large, 400 not an Outbound Message, or with a DTD or entities."""
    if len(body) > MAX_BODY_BYTES:
        raise BadRequestError(413, "body is too large", "body", f"send at most {MAX_BODY_BYTES} bytes")
    try:
        envelope = fromstring(body, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise _malformed("XML with a DTD or entities is refused") from error
    except (ParseError, ValueError, LookupError) as error:
        raise _malformed("body is not well-formed XML") from error
    notifications = envelope.find(f"{_ENVELOPE}Body/{_OUTBOUND}notifications")
    if notifications is None:
        raise _malformed("notifications element is missing")
    return OutboundMessage(
        organization_id=(notifications.findtext(f"{_OUTBOUND}OrganizationId") or "").strip(),
        notifications=tuple(_notification(each) for each in notifications.iterfind(f"{_OUTBOUND}Notification")),
    )


def _notification(element: Element) -> Notification:
    record = element.find(f"{_OUTBOUND}sObject")
    if record is None:
        raise _malformed("sObject element is missing")
    values = {field.tag.removeprefix(_FIELD): _value(field) for field in record if field.tag.startswith(_FIELD)}
    return Notification(
        object_type=record.get(f"{_INSTANCE}type", "").rpartition(":")[2],
        record_id=str(values.pop("Id", None) or ""),
        values=values,
    )


def _value(field: Element) -> Value:
    return None if field.get(f"{_INSTANCE}nil") in {"true", "1"} else field.text or None


def _malformed(reason: str) -> BadRequestError:
    return BadRequestError(400, reason, "body", "send the SOAP envelope of a Salesforce Outbound Message")
