"""Rich text: what of HubSpot's HTML crosses to plain text, and back."""

import pytest
from crmsync.core.rich_text import html_of_text, text_of_html
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<div>One<br>Two<br/>Three</div>", "One\nTwo\nThree"),
        ("<ul><li>One</li><li><b>Two</b> &amp; three</li></ul>", "One\nTwo & three"),
        ("<style>p {color: red}</style><p>Seen</p><script>alert(1)</script>", "Seen"),
        ("A&nbsp;B", "A B"),
        ("1 < 2", "1 < 2"),
        ("<p></p>", ""),
        ("<p>Never closed", "Never closed"),
    ],
)
def test_words_are_what_a_reader_sees(html: str, text: str) -> None:
    assert text_of_html(html) == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n")))
def test_plain_text_comes_back_as_it_was(text: str) -> None:
    assert text_of_html(html_of_text(text)) == text.replace("\xa0", " ").strip()


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    text_of_html(text)
