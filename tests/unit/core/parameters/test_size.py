"""A parameter that is too large: whoever writes it learns how the same can be said in less."""

import pytest
from crmsync.core.failure import Consequence, CrmError
from crmsync.core.parameters.schemas import FAMILIES, Family, schema_of
from crmsync.core.parameters.size import LARGEST_BYTES, check_size

SPLIT = "further parameters"
WAYS = {
    "mappings/contact": "mappings/contact/<name>",
    "mappings/deal/<name>": "mappings/deal/<name>",
    "objects/<name>": "one parameter holds the whole pair",
    "options/<name>": "called the same in both CRMs",
    "pipelines/deal": "called the same in both CRMs",
    "settings/company": "salesforce_filter",
    "settings/global": "keys that repeat a default",
    "settings/campaign": "keys that repeat a default",
    "campaigns/<name>": "keys that repeat a default",
    "quota/hubspot": "keys that repeat a default",
}


def refusal(parameter: str) -> str:
    with pytest.raises(CrmError) as raised:
        check_size(parameter, "x" * (LARGEST_BYTES + 1))
    assert raised.value.failure.consequence is Consequence.BAD_CONFIGURATION
    return raised.value.failure.message


@pytest.mark.parametrize("shown", WAYS)
def test_it_says_what_can_be_done_with_a_parameter_of_that_kind(shown: str) -> None:
    parameter = shown.replace("<name>", "own")
    message = refusal(parameter)
    assert message.startswith(f"{parameter} has {LARGEST_BYTES + 1} bytes, at most {LARGEST_BYTES} fit: ")
    assert WAYS[shown] in message


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.shown)
def test_only_what_may_be_spread_over_several_is_advised_so(family: Family) -> None:
    parameter = family.shown.replace("<name>", "own")
    pair = parameter.split("/")[1]
    assert (SPLIT in refusal(parameter)) == (schema_of(f"mappings/{pair}/more") is not None and "mapp" in parameter)


def test_what_fits_is_taken() -> None:
    check_size("objects/pet", "é" * (LARGEST_BYTES // 2))
