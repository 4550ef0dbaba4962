import json
from dataclasses import replace

from crmsync.core.configuration import (
    Configuration,
    GlobalSettings,
    PairConfiguration,
    QuotaSettings,
)
from crmsync.core.configuration_codec import decode_configuration, encode_configuration
from crmsync.core.default_configuration import DEFAULT_CONFIGURATION
from crmsync.core.exchange import ExchangeRate
from crmsync.core.mapping import FieldMapping, FieldType, Kind, Rule
from crmsync.core.option_map import OptionMap
from crmsync.core.pair_settings import PairSettings
from crmsync.core.pairs import PAIRS as OBJECT_PAIRS
from crmsync.core.pairs.deal import CONTACTS
from crmsync.core.pairs.task import HUBSPOT_TASK
from crmsync.core.pipeline_map import MappedPipeline, MappedStage, PipelineMap
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "c"])
TYPES = st.builds(
    FieldType,
    st.sampled_from(Kind),
    st.integers(0, 300),
    st.lists(NAMES).map(tuple),
    st.none() | st.integers(0, 4),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.lists(st.tuples(NAMES, NAMES) | st.tuples(NAMES, NAMES, NAMES)).map(tuple),
)
MAPPINGS = st.builds(
    FieldMapping,
    NAMES,
    st.dictionaries(NAMES, NAMES),
    st.sampled_from(Rule),
    TYPES,
    st.dictionaries(NAMES, TYPES),
    st.booleans(),
    st.booleans(),
    st.none()
    | st.builds(OptionMap, st.lists(st.tuples(NAMES, NAMES)).map(tuple), st.none() | NAMES, st.none() | NAMES),
    st.sampled_from(["UTC", "Europe/Berlin"]),
    members=st.sampled_from([None, CONTACTS.members]),
)
STAGES = st.builds(MappedStage, NAMES, NAMES, st.booleans(), st.sampled_from(["", "customer"]))
RATES = st.builds(ExchangeRate, NAMES, st.floats(0.1, 9), st.integers(0, 3), NAMES, NAMES)
PIPELINES = st.builds(MappedPipeline, NAMES, NAMES, st.lists(STAGES, max_size=2).map(tuple))
PAIRS = st.builds(
    PairConfiguration,
    st.sampled_from([*OBJECT_PAIRS.values()]),
    st.lists(MAPPINGS, max_size=3).map(tuple),
    st.builds(
        PairSettings,
        enabled=st.booleans(),
        create_in_salesforce=st.sampled_from(["contact", "lead", None]),
        inclusion_list_id=st.none() | NAMES,
        required_fallbacks=st.dictionaries(NAMES, st.none() | NAMES),
    ),
    st.lists(NAMES).map(tuple),
    rates=st.lists(RATES, max_size=2).map(tuple),
    lifecycle_stages=st.lists(NAMES, max_size=2).map(tuple),
    pipelines=st.none() | st.builds(PipelineMap, st.lists(PIPELINES, max_size=2).map(tuple)),
)
CONFIGURATIONS = st.builds(
    Configuration,
    st.integers(0),
    st.dictionaries(NAMES, PAIRS, max_size=2),
    st.builds(GlobalSettings, paused=st.booleans(), max_clears_per_hour=st.integers(0)),
    st.dictionaries(NAMES, st.builds(QuotaSettings, percent=st.none() | st.floats(1, 100)), max_size=2),
)


@given(CONFIGURATIONS)
def test_what_is_stored_reads_back_as_it_was(configuration: Configuration) -> None:
    stored = json.loads(json.dumps(encode_configuration(configuration)))
    assert decode_configuration(stored) == configuration


def test_the_default_configuration_reads_back_and_is_small() -> None:
    stored = json.dumps(encode_configuration(DEFAULT_CONFIGURATION))
    assert decode_configuration(json.loads(stored)) == DEFAULT_CONFIGURATION
    assert len(stored) < 10_000


def test_a_lookup_of_several_objects_reads_back_as_it_was() -> None:
    pair = replace(PairConfiguration.of(HUBSPOT_TASK), mappings=HUBSPOT_TASK.defaults({*OBJECT_PAIRS}))
    configuration = Configuration(1, {"task": pair})
    stored = json.loads(json.dumps(encode_configuration(configuration)))
    assert decode_configuration(stored) == configuration


def test_another_version_is_another_text() -> None:
    other = replace(DEFAULT_CONFIGURATION, version=1)
    assert encode_configuration(other) != encode_configuration(DEFAULT_CONFIGURATION)
