import pytest
from crmsync.core.reasons import SENTENCES, Reason, explain


@pytest.mark.parametrize("reason", list(Reason))
def test_every_code_has_a_sentence_of_its_own(reason: Reason) -> None:
    assert explain(reason) == SENTENCES[reason]
    assert explain(str(reason)).endswith(".")


def test_no_sentence_is_used_twice() -> None:
    assert len(set(SENTENCES.values())) == len(Reason)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert explain("from_the_future") == "from_the_future"
