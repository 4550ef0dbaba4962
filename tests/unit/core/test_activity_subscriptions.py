"""Which properties of activities are read and subscribed to."""

import json

from crmsync.core.fields_to_read import fields_to_read
from crmsync.core.hubspot_subscriptions import subscriptions_json, wanted_subscriptions
from crmsync.core.parameters.compile import compile_configuration
from crmsync.core.record import Side

SETTINGS = {"enabled": True, "types": {"meeting": "both", "email": "both", "call": "off"}}


def test_only_properties_are_and_of_the_types_that_are_on() -> None:
    configuration, _ = compile_configuration({"settings/task": json.dumps(SETTINGS)}, {}, {}, 1)
    assert configuration is not None
    wanted = wanted_subscriptions(configuration)
    assert set(wanted) == {"contact", "task", "meeting", "email"}
    assert "hs_task_status" in wanted["task"]
    assert not [name for names in wanted.values() for name in names if name.startswith("associated_")]
    # HubSpot offers no changes of an e-mail's subject.
    assert "hs_email_subject" not in wanted["email"]
    types = {one["objectType"] for one in subscriptions_json(wanted)["crmObjects"]}
    assert types == {"contact", "task", "meeting_event", "email"}
    read = fields_to_read(configuration.enabled_pairs, Side.HUBSPOT)
    assert not [name for name in read["task"] if name.startswith("associated_")]
    assert "TaskSubtype" in fields_to_read(configuration.enabled_pairs, Side.SALESFORCE)["Task"]
