"""`resync`."""

from typing import Any

import pytest
from crmsync.core.change import CallClass, ChangeKind
from crmsync.core.message import unpack
from crmsync.core.record import RecordRef, Side


def sent(admin: Any) -> list[Any]:
    messages = admin.queue.receive("bulk", 1_000)
    return [change for message in messages for change in unpack(message.body)]


def test_hubspot_records_are_looked_at_as_at_a_first_link(active: Any) -> None:
    assert active.ask("resync", object="contact", hubspot_ids=["51", 52, "51"]) == {"enqueued": 2, "next": None}
    changes = sent(active)
    assert [change.ref for change in changes] == [RecordRef(Side.HUBSPOT, "contact", id_) for id_ in ("51", "52")]
    assert {(change.kind, change.call_class, change.first_link, change.cause) for change in changes} == {
        (ChangeKind.LOOK, CallClass.BULK, True, "resync")
    }


def test_salesforce_ids_tell_their_object(active: Any) -> None:
    active.ask("resync", object="contact", salesforce_ids=["003000000000001", "00Q000000000001AAA"])
    assert [(change.ref.object_type, len(change.ref.id)) for change in sent(active)] == [("Contact", 18), ("Lead", 18)]


def test_many_records_are_packed(active: Any) -> None:
    active.ask("resync", object="contact", hubspot_ids=[str(number) for number in range(1, 251)])
    assert active.queue.depth("bulk") == 3


@pytest.mark.parametrize(
    "args",
    [
        {"hubspot_ids": ["1"]},
        {"object": "contact"},
        {"object": "contact", "hubspot_ids": []},
        {"object": "contact", "hubspot_ids": "51"},
        {"object": "contact", "hubspot_ids": ["51"], "salesforce_ids": ["003000000000001"]},
        {"object": "contact", "hubspot_ids": ["fifty"]},
        {"object": "contact", "hubspot_ids": [None]},
        {"object": "contact", "salesforce_ids": ["001000000000001"]},
        {"object": "contact", "salesforce_ids": ["00300000000"]},
        {"object": "contact", "hubspot_ids": [str(number) for number in range(10_001)]},
        {"object": "quote", "hubspot_ids": ["1"]},
        {"object": "contact", "hubspot_ids": ["1"], "preview": "yes"},
        {"object": "contact", "hubspot_ids": [str(number) for number in range(501)], "preview": True},
        {"object": "contact", "category": "moon"},
        {"object": "contact", "mapping": "moon"},
        {"object": "contact", "mapping": "hs_email_optout"},
    ],
)
def test_wrong_use_sends_nothing(active: Any, args: dict[str, Any]) -> None:
    assert active.refused("resync", **args)[0] == "bad_arguments"
    assert active.queue.depth("bulk") == 0


def test_without_configuration_nothing_can_be_resynced(admin: Any) -> None:
    assert admin.refused("resync", object="contact", hubspot_ids=["1"])[0] == "not_ready"


@pytest.mark.parametrize("what", [{"hubspot_ids": ["1"]}, {"mapping": "name"}, {"category": "duplicates"}])
def test_of_a_pair_that_is_switched_off_nothing_is_begun(active: Any, what: dict[str, Any]) -> None:
    refused = active.refused("resync", object="company", **what)
    assert refused == ("not_possible", "the sync of company is switched off in settings/company")
    assert (active.queue.depth("bulk"), active.start_round.rounds.present()) == (0, None)
