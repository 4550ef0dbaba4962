"""Rich text: HubSpot's bodies of activities are HTML, Salesforce's are plain. Only the words cross: a body whose words
agree keeps its formatting.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", *(f"h{level}" for level in range(1, 7))}
)
_UNSEEN = frozenset({"script", "style", "head", "title"})


def text_of_html(html: str) -> str:
    """What a reader sees, a line a block. Text that is not HTML stays as it is."""
    words = _Words()
    words.feed(html)
    words.close()
    return "".join(words.shown).replace("\xa0", " ").strip()


def html_of_text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self.shown.append("\n")
        elif tag in _BLOCKS:
            self._begin_line()

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self._begin_line()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.shown.append(data)

    def _begin_line(self) -> None:
        if self.shown and not self.shown[-1].endswith("\n"):
            self.shown.append("\n")
