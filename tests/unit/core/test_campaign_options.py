"""The options of the property that shows campaigns."""

from __future__ import annotations

import pytest
from crmsync.core import campaign_options
from crmsync.core.campaign_options import Option, options_after
from hypothesis import given
from hypothesis import strategies as st

IDS = [f"70100000000000{number}AAA" for number in range(8)]
SPRING, AUTUMN = IDS[:2]
FOREIGN = Option("vip", "Very important")
NAMES = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["Fair", "fair", "Webinar", "Gala"]))
OPTIONS = st.lists(
    st.builds(Option, st.sampled_from([*IDS, "vip"]), st.sampled_from(["Fair", "Old", "Gala"])),
    unique_by=(lambda option: option.value, lambda option: option.label),
)

pytestmark = pytest.mark.s("S21")


def test_new_ones_come_last_and_renamed_ones_stay_where_they_are() -> None:
    present = [Option(SPRING, "Spring"), FOREIGN]
    after = options_after(present, {SPRING: "May", AUTUMN: "Autumn"}, [])
    assert after == [Option(SPRING, "May"), FOREIGN, Option(AUTUMN, "Autumn")]


def test_two_of_one_name_are_told_apart() -> None:
    after = options_after([], {SPRING: "Fair", AUTUMN: "fair"}, [])
    assert [option.label for option in after] == ["Fair", f"fair ({AUTUMN})"]


def test_one_that_is_gone_goes_only_when_the_room_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    present = [Option(SPRING, "Spring"), FOREIGN]
    assert options_after(present, {}, [AUTUMN]) == present
    monkeypatch.setattr(campaign_options, "MOST_OPTIONS", 2)
    assert options_after(present, {AUTUMN: "Autumn"}, []) == present
    assert options_after(present, {AUTUMN: "Autumn"}, [AUTUMN]) == [FOREIGN, Option(AUTUMN, "Autumn")]


@given(present=OPTIONS, names=NAMES, wanted=st.lists(st.sampled_from(IDS)), most=st.integers(8, 12))
def test_laws(present: list[Option], names: dict[str, str], wanted: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(campaign_options, "MOST_OPTIONS", most)
        after = options_after(present, names, wanted)
        assert options_after(after, names, wanted) == after, "the next round has nothing to do"
    values = [option.value for option in after]
    assert len(values) == len(set(values)) <= most
    assert len({option.label.casefold() for option in after}) == len(after)
    fixed = {one.value for one in present if one.value in names or one == FOREIGN}
    must = {one for one in wanted if one in names}
    assert len(fixed | must) > most or must <= set(values), (
        "whoever is wanted and exists has an option while there is room"
    )
    assert (FOREIGN.value in values) == (FOREIGN.value in {option.value for option in present})
