import pytest
from crmsync.core.salesforce_id import to_18


@pytest.mark.parametrize("given", ["001A0000006Vm9r", "001A0000006Vm9rIAC", "001A0000006Vm9riac"])
def test_the_checksum_is_the_platforms(given: str) -> None:
    assert to_18(given) == "001A0000006Vm9rIAC"


@pytest.mark.parametrize("given", ["", "001", "001A0000006Vm9rI", "001A0000006Vm9r' OR", "001A0000006Vm9rIAC\n"])
def test_anything_else_is_no_id(given: str) -> None:
    with pytest.raises(ValueError, match="not a Salesforce id"):
        to_18(given)
