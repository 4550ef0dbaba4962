import pytest
from crmsync.adapters.outbound_message import ACKNOWLEDGED, MAX_BODY_BYTES, read
from crmsync.core.bad_request import BadRequestError
from crmsync.core.change import Change, ChangeKind
from crmsync.core.outbound_message import Notification, OutboundMessage, changes_of, check_secret
from crmsync.core.record import RecordRef, Side

NOW = 1_900_000_000_000
ORG = "00D5g000004abcDEAW"
ID = "0035g00000AbCdEAAV"


def soap(org: str = ORG, notifications: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound">
  <OrganizationId>{org}</OrganizationId><ActionId>04k5g000000TestAAE</ActionId><SessionId xsi:nil="true"/>
  <EnterpriseUrl>https://example.my.salesforce.com/services/Soap/c/67.0</EnterpriseUrl>
  {notifications}</notifications></soapenv:Body></soapenv:Envelope>""".encode()


def notification(fields: str, kind: str = "sf:Contact") -> str:
    return f"""<Notification><Id>04l5g00000Test1AAB</Id>
      <sObject xsi:type="{kind}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">{fields}</sObject></Notification>"""


def test_the_envelope_is_read() -> None:
    fields = f'<sf:Id>{ID}</sf:Id><sf:Title>R&amp;D</sf:Title><sf:Fax xsi:nil="true"/><sf:Phone></sf:Phone>'
    message = read(soap(notifications=notification(fields) + notification(fields, "sf:Lead")))
    note = Notification("Contact", ID, {"Title": "R&D", "Fax": None, "Phone": None})
    assert message == OutboundMessage(ORG, (note, Notification("Lead", ID, note.values)))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/hostname">]><x>&xxe;</x>"""
REMOTE_DTD = b"""<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd"><x/>"""


@pytest.mark.parametrize("body", [BOMB, EXTERNAL, REMOTE_DTD])
def test_bombs_and_external_entities_are_refused(body: bytes) -> None:
    with pytest.raises(BadRequestError, match="DTD or entities") as refused:
        read(body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not xml",
        b"<open>",
        b'<?xml version="1.0" encoding="no-such"?><x/>',
        b"\xff\xfe\x00",
        b"<x/>",
        soap().replace(b"notifications", b"other"),
        soap(notifications="<Notification><Id>1</Id></Notification>"),
    ],
)
def test_what_is_no_outbound_message_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequestError) as refused:
        read(body)
    assert refused.value.status == 400


def test_a_body_over_the_limit_is_refused_unparsed() -> None:
    with pytest.raises(BadRequestError) as refused:
        read(b"<" * (MAX_BODY_BYTES + 1))
    assert refused.value.status == 413


def test_one_change_a_known_record_with_its_values_for_the_echo() -> None:
    notes = (Notification("Contact", ID[:15], {"Title": "CTO"}), Notification("Task", ID, {}))
    delivery = changes_of(OutboundMessage(ORG, notes), ORG[:15], NOW)
    ref = RecordRef(Side.SALESFORCE, "Contact", ID)
    assert delivery.ignored == 1
    assert delivery.changes == (
        Change(ref, ChangeKind.UPDATE, NOW, "salesforce_outbound", event_values={"Title": "CTO"}),
    )


def test_a_message_without_fields_says_nothing_about_an_echo() -> None:
    delivery = changes_of(OutboundMessage(ORG, (Notification("Lead", ID, {}),)), ORG, NOW)
    assert delivery.changes[0].event_values is None


def test_another_organisation_is_refused() -> None:
    with pytest.raises(BadRequestError) as refused:
        changes_of(OutboundMessage("00D5g000009zzzzEAX", ()), ORG, NOW)
    assert (refused.value.status, refused.value.place) == (403, "notifications.OrganizationId")


def test_a_malformed_id_is_refused() -> None:
    with pytest.raises(BadRequestError) as refused:
        changes_of(OutboundMessage(ORG, (Notification("Lead", "me@example.com", {}),)), ORG, NOW)
    assert refused.value.status == 400
    assert "example.com" not in str(refused.value.as_dict())


@pytest.mark.parametrize(("given", "expected"), [("", "s3cret"), ("other", "s3cret"), ("", ""), ("é", "s3cret")])
def test_a_wrong_or_unset_secret_is_refused(given: str, expected: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        check_secret(given, expected)
    assert refused.value.status == 401


def test_the_right_secret_passes() -> None:
    check_secret("s3cret", "s3cret")


def test_the_acknowledgement_says_true() -> None:
    assert "<Ack>true</Ack>" in ACKNOWLEDGED


def test_any_synced_object_is_taken() -> None:
    message = OutboundMessage(ORG, (Notification("Account", "0015g00000AbCdEAAV", {"Name": "Acme"}),))
    assert changes_of(message, ORG, NOW).ignored == 1
    (change,) = changes_of(message, ORG, NOW, {"Account"}).changes
    assert change.ref.key == "salesforce#Account#0015g00000AbCdEAAV"
