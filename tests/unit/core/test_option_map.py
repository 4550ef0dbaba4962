from crmsync.core.option_map import OptionMap
from crmsync.core.record import Side
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.sampled_from("abcdef")
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=8).map(tuple)


@given(PAIRS)
def test_the_first_pair_decides(pairs: tuple[tuple[str, str], ...]) -> None:
    options = OptionMap(pairs)
    for hubspot, salesforce in pairs:
        first_out = next(there for here, there in pairs if here == hubspot)
        first_back = next(here for here, there in pairs if there == salesforce)
        assert options.option_for(hubspot, Side.SALESFORCE) == first_out
        assert options.option_for(salesforce, Side.HUBSPOT) == first_back


@given(PAIRS, WORDS)
def test_what_no_pair_has_is_not_invented(pairs: tuple[tuple[str, str], ...], word: str) -> None:
    if word not in {hubspot for hubspot, _ in pairs}:
        assert OptionMap(pairs).option_for(word, Side.SALESFORCE) is None


def test_defaults_are_of_the_side_that_is_written() -> None:
    options = OptionMap((), default_hubspot="OTHER", default_salesforce="Other")
    assert (options.default(Side.HUBSPOT), options.default(Side.SALESFORCE)) == ("OTHER", "Other")
