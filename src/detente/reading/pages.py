"""HTML to blocks: every visible word of a page in its order, with what its elements say of each block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from detente.reading.layout import Kind

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea"}
)
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "embed", "base", "track"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "tr", "caption", "blockquote", "figure", "figcaption", "form", "pre", "address", "details", "summary"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "body", "fieldset", "center", "thead", "tbody", "tfoot"}
)
_KINDS: dict[str, Kind] = {
    "nav": "navigation", "aside": "navigation", "footer": "navigation", "form": "navigation", "button": "navigation",
    "figcaption": "caption", "h1": "title", **{f"h{n}": "heading" for n in range(2, 7)},
}  # fmt: skip
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("author note", re.compile(r"\b(?:author[-_ ]?(?:bio|box|info|note|about)|about[-_ ]?(?:the[-_ ]?)?author|bio)\b")),
    ("byline", re.compile(r"\b(?:byline|author|dateline|post[-_]?meta|entry[-_]?meta)\b")),
    ("caption", re.compile(r"\b(?:caption|wp-caption-text|credit|photo[-_]credit)\b")),
    ("other article", re.compile(r"\b(?:related|recommend\w*|teaser|more[-_]?stories|read[-_]?more|see[-_]?also)\b")),
    (
        "navigation",
        re.compile(r"\b(?:nav|navbar|menu|breadcrumbs?|sidebar|social|share|sharing|comments?|promo|advert\w*|cookie\w*"
                   r"|newsletter|subscribe|pagination|skip-link)\b"),
    ),
)  # fmt: skip


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Elements that a page may leave open before the next of their kind.
_LEFT_OPEN = frozenset({"p", "li", "tr", "td", "th", "dt", "dd"})
_BREAK = "\u2028"  # a line within a block: after a cell, at a <br>
LINKED = 0.8  # a block with more of its letters in links is a list of links


@dataclass
class PageBlock:
    """A paragraph, a heading or a row of a table; ``kind`` says what sets it apart, None for what may be body."""

    text: str
    kind: Kind | None = None


@dataclass
class PageParts:
    """The blocks of a page, and what it says of itself: ``meta`` by name, linked data, times."""

    blocks: list[PageBlock] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    linked_data: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def page_parts(source: str) -> PageParts:
    """Return the blocks of a page and what it says of itself; any text is a page of some sort.

    >>> [(block.text, block.kind) for block in page_parts("<nav>Home</nav><p>They <b>met</b>.<p>They left.").blocks]
    [('Home', 'navigation'), ('They met.', None), ('They left.', None)]
    """
    parser = _Parser()
    parser.feed(source)
    parser.close()
    return parser.parts


class _Parser(HTMLParser):
    """Gathers blocks of visible text with the kind of the innermost element that sets them apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = PageParts()
        self._open: list[tuple[str, Kind | None, bool]] = []  # tag, what sets it apart, whether it is not shown
        self._words: list[str] = []
        self._in_links = 0
        self._silent = 0
        self._links = 0
        self._kept: list[str] | None = None  # words of a title or of linked data, which are not shown

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag == "br" or (tag in ("td", "th") and self._words):
            self._words.append(_BREAK)
        if tag in _VOID:
            return
        if tag in _BLOCKS:
            self._flush()
        if self._open and self._open[-1][0] == tag and tag in _LEFT_OPEN:
            self._silent -= self._open.pop()[2]
        unseen = tag in _SILENT or "hidden" in given or bool(_HIDDEN.search(given.get("style", "")))
        self._silent += unseen
        self._links += tag == "a"
        self._open.append((tag, self._kind(tag, given), unseen))

    def handle_endtag(self, tag: str) -> None:
        if self._kept is not None and tag in ("title", "script"):
            said = "".join(self._kept).strip()
            self._kept = None
            if tag == "title":
                self.parts.meta.setdefault("title", said)
            else:
                self.parts.linked_data.append(said)
        if all(tag != name for name, *_ in self._open):
            return
        if tag in _BLOCKS or tag in _KINDS:
            self._flush()
        while self._open:
            name, _, unseen = self._open.pop()
            self._silent -= unseen
            self._links -= name == "a"
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._kept is not None:
            self._kept.append(data)
        elif not self._silent:
            self._words.append(data)
            self._in_links += len(data.strip()) * bool(self._links)

    def close(self) -> None:
        super().close()
        self._flush()

    def _note(self, tag: str, given: dict[str, str]) -> None:
        """Take in what an element says of the page."""
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.parts.meta.setdefault(name.lower(), given.get("content", "").strip())
        elif tag == "time":
            self.parts.times.append(given.get("datetime", ""))
        elif tag == "title" or (tag == "script" and given.get("type") == "application/ld+json"):
            self._kept = []

    def _kind(self, tag: str, given: dict[str, str]) -> Kind | None:
        if tag in _KINDS:
            return _KINDS[tag]
        if given.get("role") in ("navigation", "banner", "complementary", "contentinfo", "search"):
            return "navigation"
        named = f"{given.get('class', '')} {given.get('id', '')}".lower()
        if tag in ("body", "html", "main", "article") or not named.strip():
            return None
        return next((kind for kind, pattern in _NAMED if pattern.search(named)), None)

    def _flush(self) -> None:
        said = "".join(self._words)
        lines = [" ".join(line.split()) for line in said.split(_BREAK)]
        text = "\n".join(line for line in lines if line)
        linked = self._in_links > LINKED * max(1, len(text))
        self._words.clear()
        self._in_links = 0
        if text:
            kind = next((kind for _, kind, _ in reversed(self._open) if kind), None)
            self.parts.blocks.append(PageBlock(text, kind or ("navigation" if linked else None)))
