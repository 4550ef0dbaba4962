import pytest
from crmsync.core.number import Number
from crmsync.core.number_range import range_of
from hypothesis import given
from hypothesis import strategies as st

HUBSPOT = ("1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+")


@pytest.mark.parametrize(
    ("number", "options", "expected"),
    [
        (1, HUBSPOT, "1-5"),
        (5, HUBSPOT, "1-5"),
        (5.5, HUBSPOT, "5-25"),
        (25, HUBSPOT, "5-25"),
        (999_999, HUBSPOT, "1000+"),
        (0, HUBSPOT, None),
        (-3, HUBSPOT, None),
        (7, ("1-10", "6-8", "1-1000"), "6-8"),
        (5, ("5-10", "0-5"), "0-5"),
        (2_500, ("1,001 - 5,000", "5,001+"), "1,001 - 5,000"),
        (9_999, ("1.001 to 5.000", "5.001 +"), "5.001 +"),
        (7, ("small", "large", ""), None),
        (7, (), None),
    ],
)
def test_the_smallest_range_that_holds_the_number(
    number: Number, options: tuple[str, ...], expected: str | None
) -> None:
    assert range_of(number, options) == expected


@given(st.integers(1, 10**9), st.permutations(HUBSPOT))
def test_the_order_of_the_options_does_not_matter(number: int, options: list[str]) -> None:
    assert range_of(number, options) == range_of(number, HUBSPOT)
    assert range_of(number, options) is not None
