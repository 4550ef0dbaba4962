"""The contract of the ConfigurationStore, and of the Parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from crmsync.adapters.aws.dynamodb_configurations import DynamoConfigurations
from crmsync.core.configuration import Configuration, GlobalSettings, PairConfiguration, QuotaSettings
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs.contact import CONTACT
from crmsync.core.refusal import Refusal
from crmsync.ports.configurations import ConfigurationStore, Parameters

from sandbox.memory.clock import ManualClock


def configuration(version: int = 1) -> Configuration:
    industry = FieldMapping(
        hubspot="industry",
        salesforce={"Lead": "Industry"},
        rule=Rule.TWO_WAY,
        hubspot_type=FieldType(Kind.PICKLIST, options=("Ärzte", "Banking")),
        salesforce_types={"Lead": FieldType(Kind.NUMBER, max_length=40, scale=2, writable=False)},
        is_default=True,
    )
    pair = PairConfiguration(
        object_pair=CONTACT,
        mappings=(FieldMapping("email", {"Contact": "Email", "Lead": "Email"}), industry),
        settings=PairSettings(inclusion_list_id="7", create_in_salesforce=None),
        hubspot_stamps=("salesforcelastsynctime",),
    )
    return Configuration(
        version=version,
        pairs={"contact": pair},
        global_settings=GlobalSettings(paused=True),
        quotas={"salesforce": QuotaSettings(percent=12.5, window="calendar", time_zone="Asia/Kolkata")},
    )


def test_before_the_first_there_is_nothing(configurations: ConfigurationStore) -> None:
    assert configurations.active() is None
    assert configurations.digest() == ""
    assert configurations.sources() == {}
    assert list(configurations.refused()) == []
    assert configurations.summary() == {"version": 0, "activated_at": None, "mappings": 0}


def test_the_activated_one_is_active(configurations: ConfigurationStore) -> None:
    configurations.activate(configuration(), "d1", 5, {"settings/contact": "{}"})

    assert configurations.active() == configuration()
    assert configurations.digest() == "d1"
    assert configurations.sources() == {"settings/contact": "{}"}
    assert configurations.summary() == {"version": 1, "activated_at": 5, "mappings": 2}

    configurations.activate(configuration(2), "d2", 6, {})
    assert configurations.active() == configuration(2)
    assert configurations.digest() == "d2"
    assert configurations.sources() == {}


@pytest.mark.parametrize("version", [1, 3, 4])
def test_a_version_that_is_not_the_next_is_not_activated(configurations: ConfigurationStore, version: int) -> None:
    configurations.activate(configuration(1), "d1", 5, {})
    configurations.activate(configuration(2), "d2", 6, {})
    if version == 3:
        configurations.activate(configuration(3), "d3", 7, {})

    with pytest.raises(CrmError) as raised:
        configurations.activate(configuration(version), "late", 8, {})

    assert raised.value.failure.consequence is Consequence.RETRY_LATER
    assert configurations.digest() == ("d3" if version == 3 else "d2")


def test_what_was_refused_is_kept_until_it_is_cleared(configurations: ConfigurationStore) -> None:
    refusals = [Refusal("mappings/contact", "/mappings/0/rule", "no such rule", "use two_way")] * 2
    configurations.refuse(refusals, "bad", 5)

    assert list(configurations.refused()) == refusals
    assert configurations.active() is None
    configurations.refuse([], "good", 6)
    assert list(configurations.refused()) == []


def test_a_large_configuration_fits(configurations: ConfigurationStore) -> None:
    options = tuple(f"option number {number}" for number in range(400))
    mappings = tuple(
        FieldMapping(f"p{number}", {"Contact": f"P{number}__c"}, hubspot_type=FieldType(Kind.PICKLIST, options=options))
        for number in range(150)
    )
    large = replace(configuration(), pairs={"contact": replace(configuration().pairs["contact"], mappings=mappings)})
    configurations.activate(large, "d", 1, {})

    assert configurations.active() == large


def test_a_cached_configuration_is_replaced_in_time(aws: Any, clock: ManualClock) -> None:
    table = aws.table()
    guard = DynamoConfigurations(aws.dynamodb, table, clock)
    worker = DynamoConfigurations(aws.dynamodb, table, clock, cached=2_000)
    assert worker.active() is None
    guard.activate(configuration(), "d", 1, {})
    assert worker.active() == configuration()
    guard.activate(configuration(2), "d", 1, {})

    clock.advance(1_999)
    assert worker.active() == configuration()
    clock.advance(1)
    assert worker.active() == configuration(2)
    kept = worker.active()
    clock.advance(2_000)
    assert worker.active() is kept


def test_all_parameters_are_read_as_raw_text(parameters: Parameters) -> None:
    assert parameters.read() == {}
    wanted = {f"mappings/contact/part{number}": f'{{"ö": {number}' for number in range(37)}
    for name, value in wanted.items():
        parameters.write(name, value)
    parameters.write("mappings/contact/part1", "changed")

    assert parameters.read() == wanted | {"mappings/contact/part1": "changed"}


def test_the_largest_parameter_is_taken_and_a_larger_one_refused(parameters: Parameters) -> None:
    parameters.write("mappings/contact", "é" * 4_096)

    with pytest.raises(CrmError) as raised:
        parameters.write("mappings/contact", "é" * 4_097)

    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION
    assert "mappings/contact" in raised.value.failure.message
    assert parameters.read() == {"mappings/contact": "é" * 4_096}
