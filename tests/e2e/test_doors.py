"""The two public routes: what is not the CRM's own is refused and enqueues nothing; Outbound Messages get in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

TIMEOUT_S = 15


def signed(journey: Journey, body: bytes, *, secret: str = "", at_ms: int = 0) -> dict[str, str]:
    """HubSpot's headers for the body."""
    env = journey.stack.env
    moment = str(at_ms or int(time.time() * 1_000))
    source = f"POST{env['CRMSYNC_HUBSPOT_WEBHOOK_URL']}".encode() + body + moment.encode()
    digest = hmac.new((secret or env["HUBSPOT_CLIENT_SECRET"]).encode(), source, hashlib.sha256).digest()
    return {
        "X-HubSpot-Signature-v3": base64.b64encode(digest).decode(),
        "X-HubSpot-Request-Timestamp": moment,
        "Content-Type": "application/json",
    }


def event(journey: Journey, contact_id: str, portal_id: int = 0) -> bytes:
    env = journey.stack.env
    one = {
        "eventId": 1, "subscriptionId": 1, "portalId": portal_id or int(env["HUBSPOT_PORTAL_ID"]),
        "appId": int(env["HUBSPOT_APP_ID"]), "occurredAt": int(time.time() * 1_000),
        "subscriptionType": "contact.propertyChange", "attemptNumber": 0, "objectId": int(contact_id),
        "changeSource": "CRM_UI", "propertyName": "city", "propertyValue": "Forged",
    }  # fmt: skip
    return json.dumps([one]).encode()


def post(journey: Journey, body: bytes, headers: dict[str, str]) -> int:
    url = journey.stack.env["CRMSYNC_HUBSPOT_WEBHOOK_URL"]
    return requests.post(url, data=body, headers=headers, timeout=TIMEOUT_S).status_code


class TestHubspotsRoute:
    def test_what_hubspot_signed_is_taken(self, journey: Journey) -> None:
        """It says look: what it shows is not believed."""
        pair = journey.linked(city="Bern")
        body = event(journey, pair.hubspot)
        assert post(journey, body, signed(journey, body)) < 300
        journey.edit_person(pair, Title="Boss")
        eventually(lambda: journey.contact(pair, "jobtitle"), ("Boss",))
        assert journey.person(pair, "MailingCity") == ("Bern",)

    def test_what_it_did_not_sign_is_refused(self, journey: Journey) -> None:
        body = event(journey, "1")
        old, ahead = (int((time.time() + shift) * 1_000) for shift in (-600, 600))
        refused = {
            "no signature": (body, {"Content-Type": "application/json"}),
            "another secret": (body, signed(journey, body, secret="another")),
            "another body": (body, signed(journey, b"[]")),
            "stale": (body, signed(journey, body, at_ms=old)),
            "from the future": (body, signed(journey, body, at_ms=ahead)),
        }
        before = journey.calls()
        statuses = {name: post(journey, *attempt) for name, attempt in refused.items()}
        assert statuses == dict.fromkeys(refused, 401)
        assert journey.calls() == before

    def test_what_makes_no_sense_is_refused(self, journey: Journey) -> None:
        foreign = event(journey, "1", portal_id=99)
        assert post(journey, foreign, signed(journey, foreign)) == 403
        assert post(journey, b"{not json", signed(journey, b"{not json")) == 400


class TestSalesforcesRoute:
    @pytest.fixture
    def outbound(self, journey: Journey) -> Iterator[None]:
        """Contacts send Outbound Messages, and no change event is heard."""
        stack = journey.stack
        message = {
            "url": stack.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"],
            "objects": {"Contact": ["Id", "Title", "MailingCity", "Email", "LastName"]},
        }
        stack.control("salesforce", "outbound_messages", message)
        stack.control("salesforce", "events/chaos", {"lose": 1.0})
        yield
        stack.control("salesforce", "outbound_messages", {})
        stack.control("salesforce", "events/chaos", {})

    @pytest.mark.usefixtures("outbound")
    def test_outbound_messages_bring_edits_and_people(self, journey: Journey) -> None:
        pair = journey.linked()
        journey.edit_person(pair, Title="Boss")
        eventually(lambda: journey.contact(pair, "jobtitle"), ("Boss",))
        journey.edit_contact(pair, city="Bern")
        eventually(lambda: journey.person(pair, "MailingCity"), ("Bern",))
        email = journey.email("outbound")
        journey.salesforce.create("Contact", {"Email": email, "LastName": "Bound"})
        eventually(lambda: len(journey.contacts_of(email)), 1)

    @pytest.mark.parametrize("query", ["", "secret=wrong"])
    def test_without_the_secret_nothing_gets_in(self, journey: Journey, query: str) -> None:
        url = urlsplit(journey.stack.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"])._replace(query=query).geturl()
        answer = requests.post(url, data=b"<soap/>", headers={"Content-Type": "text/xml"}, timeout=TIMEOUT_S)
        assert answer.status_code == 401

    @pytest.mark.parametrize(
        "body",
        [
            b"not xml",
            b"<soap/>",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        ],
    )
    def test_what_is_no_outbound_message_is_refused(self, journey: Journey, body: bytes) -> None:
        url = journey.stack.env["CRMSYNC_SALESFORCE_WEBHOOK_URL"]
        answer = requests.post(url, data=body, headers={"Content-Type": "text/xml"}, timeout=TIMEOUT_S)
        assert 400 <= answer.status_code < 500
        assert "error" in answer.json()
