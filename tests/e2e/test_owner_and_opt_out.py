"""Owners and opt-outs cross the real functions, both ways."""

from __future__ import annotations

import pytest

from tests.e2e.journey import Journey, eventually

pytestmark = pytest.mark.stack

DANA, KENJI, LENA = "184501101", "184501102", "184501103"
OPT_OUT, BOX = "hs_email_optout", "HasOptedOutOfEmail"


def user_of(journey: Journey, email: str) -> str:
    (row,) = journey.salesforce.query(f"SELECT Id FROM User WHERE Email = '{email}'")
    return str(row["Id"])


@pytest.mark.s("S17")
def test_the_owner_crosses_both_ways(journey: Journey) -> None:
    dana, kenji = (user_of(journey, f"{name}@example.com") for name in ("dana.ortiz", "kenji.mori"))
    pair = journey.linked(hubspot_owner_id=DANA)
    assert journey.person(pair, "OwnerId") == (dana,)
    journey.edit_person(pair, OwnerId=kenji)
    eventually(lambda: journey.contact(pair, "hubspot_owner_id"), (KENJI,))
    journey.edit_contact(pair, hubspot_owner_id=DANA)
    eventually(lambda: journey.person(pair, "OwnerId"), (dana,))
    journey.edit_contact(pair, hubspot_owner_id=LENA)
    eventually(lambda: journey.contact(pair, "hubspot_owner_id"), (DANA,))
    assert "no_matching_owner" in str(journey.history(pair))


@pytest.mark.s("S17")
def test_an_opt_out_in_salesforce_arrives_in_hubspot_and_stays(journey: Journey) -> None:
    pair = journey.linked()
    journey.salesforce.update("Contact", pair.salesforce, {BOX: True})
    eventually(lambda: journey.contact(pair, OPT_OUT), ("true",))
    journey.salesforce.update("Contact", pair.salesforce, {BOX: False})
    eventually(lambda: journey.person(pair, BOX), (True,))
    assert journey.contact(pair, OPT_OUT) == ("true",)


@pytest.mark.s("S17")
def test_an_opt_out_in_hubspot_arrives_in_salesforce(journey: Journey) -> None:
    pair = journey.linked()
    path = f"/communication-preferences/v4/statuses/{pair.email}/unsubscribe-all"
    journey.hubspot.request("POST", path, channel="EMAIL")
    eventually(lambda: journey.person(pair, BOX), (True,))
