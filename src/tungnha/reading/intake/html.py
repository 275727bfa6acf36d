"""A web page, or what was pasted from one, as text: .html, .htm, .mht, and pages that Word saved as .doc.

Navigation, scripts, comments and what is hidden are left out; tables become rows, heads set as tables become
lines. Lines that the page breaks by <br> in mid-sentence stay lines: the repair of lines joins them.
"""

import email
import email.policy
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ...identity import legacy
from ..fold import fold
from .blocks import PAGE, Block, Cell, Grid, Para, render
from .counting import raised, show
from .refusals import corrupt, no_words
from .taken import Taken

_DROPPED = {
    "script", "style", "noscript", "nav", "header", "footer", "aside", "form", "button", "select", "input", "textarea",
    "del", "iframe", "object", "svg", "canvas", "video", "audio", "head", "title", "template", "img", "map", "dialog",
}  # fmt: skip
_LINES = {
    "p", "div", "section", "article", "main", "blockquote", "pre", "center", "address", "figure", "figcaption", "dl",
    "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "body", "html", "fieldset", "details", "summary",
    "caption", "hr", "td", "th", "tr", "header", "footer", "form",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BREAK = re.compile(r"page-break-(?:before|after)\s*:\s*always|break-(?:before|after)\s*:\s*page", re.IGNORECASE)
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|banner|ads?|advert\w*|share|social|comments?"
    r"|related|toolbar|login|search|popup|modal|cookie\w*|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
MAX_DEPTH = 200


def read_html(source: bytes | str, kind: str = "html") -> Taken:
    """The text of a web page. Raises UnreadableDocument when it holds no words."""
    data = source.encode() if isinstance(source, str) else source
    words, encoding = _page_of(data)
    text, codecs = legacy.mend(render(_blocks_of(words)))
    if not text.strip():
        raise no_words(f".{kind}")
    shown = encoding if encoding != "utf-8" else None
    return Taken(text, kind, "+".join(codecs) or shown, tuple(map(legacy.told, codecs)))


def html_blocks(data: bytes) -> list[Block]:
    return _blocks_of(_page_of(data)[0])


def looks_like_html(text: str) -> bool:
    """Whether text is a web page or a piece of one, and not a plan with a few tags in its cells."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<meta", "<!--startfragment")):
        return True
    if start.startswith("<?xml") and "<html" in start:
        return True
    tags = len(re.findall(r"<(?:p|div|span|td|tr|li|br)\b[^<>]*>", text[:200_000], re.IGNORECASE))
    closing = len(re.findall(r"</(?:p|div|td|tr|table|body)>", text[:200_000], re.IGNORECASE))
    lines = text[:200_000].count("\n") + 1
    return start.startswith("<") and closing >= 3 and tags >= 0.3 * lines


def looks_like_mht(data: bytes) -> bool:
    start = data[:4000].lower()
    return b"mime-version:" in start and b"multipart/related" in start


# -- bytes → page


def _page_of(data: bytes) -> tuple[str, str]:
    if looks_like_mht(data):
        data, charset = _from_mht(data)
    else:
        charset = None
    return _decoded(data, charset)


def _from_mht(data: bytes) -> tuple[bytes, str | None]:
    """The page inside a web archive."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                body = part.get_payload(decode=True)
                if isinstance(body, bytes):
                    return body, part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise corrupt(".mht") from problem
    raise corrupt(".mht")


_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_\-]{3,20})", re.IGNORECASE)


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return legacy.decode(data)
    found = _CHARSET.search(data[:5000])
    stated = charset or (found.group(1).decode("ascii") if found else None)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if stated and stated.lower() in ("windows-1258", "cp1258", "windows-1252", "iso-8859-1", "utf-16", "utf-16le"):
        # Pages of old fonts state a Western page; the letters are told from the words afterwards.
        page = data.decode({"iso-8859-1": "cp1252"}.get(stated.lower(), stated), errors="replace")
        return unicodedata.normalize("NFC", page), stated.lower()
    return legacy.decode(data)


# -- page → blocks


def _blocks_of(page: str) -> list[Block]:
    # What Word hides from browsers, and the declaration that lxml would not take beside a decoded text.
    page = re.sub(r"<!\[(?:if|endif)[^>]{0,200}>|<\?xml[^>]{0,300}\?>", "", without_comments(page)).replace("\x00", "")
    if not page.strip():
        return []
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise corrupt(".html") from problem
    content = _content(root)
    return _Page().read(content)


def without_comments(page: str) -> str:
    """In one pass over the page, however many comments are opened and never closed."""
    out, at = [], 0
    while (start := page.find("<!--", at)) >= 0 and (end := page.find("-->", start)) >= 0:
        out.append(page[at:start])
        at = end + 3
    return "".join(out) + page[at:]


def _content(root: Any) -> Any:
    """The part that holds the document, where a portal marks it; else the whole body."""
    body = root.find("body")
    whole = body if body is not None else root
    words = len("".join(whole.itertext()))
    best = whole
    for element in whole.iter("div", "article", "main", "section", "td"):
        name = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        if element.tag not in ("article", "main") and not re.search(r"content|noi-?dung|vanban|toanvan|fulltext", name):
            continue
        text = "".join(element.itertext())
        folded = fold(text)
        if len(text) > 0.3 * words and "noi nhan" in folded and "ke hoach" in folded:
            best = element  # the innermost that still holds the plan from its head to its recipients
    return best


class _Page:
    """Walks a page; gathers words until a block ends."""

    def __init__(self) -> None:
        self._out: list[Block] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets
        self._label = ""  # of a list item whose words have not come yet

    def read(self, element: Any) -> list[Block]:
        self._children(element, 0, pre=False)
        self._end()
        return self._out

    def _end(self) -> None:
        text = _squeezed("".join(self._words))
        self._words = []
        if text:
            self._out.append(Para(self._label + text))
            self._label = ""

    def _children(self, element: Any, depth: int, pre: bool) -> None:
        self._say(element.text, pre)
        for inner in element:
            if isinstance(inner.tag, str) and not _left_out(inner):
                self._element(inner, depth + 1, pre)
            self._say(inner.tail, pre)

    def _say(self, text: str | None, pre: bool) -> None:
        if text:
            self._words.append(text.replace("\n", "\v") if pre else re.sub(r"\s+", " ", text.replace("\xa0", "\x1f")))

    def _element(self, element: Any, depth: int, pre: bool) -> None:
        tag = element.tag.lower()
        if depth > MAX_DEPTH:
            self._words.append(" ".join(element.itertext()))
            return
        if _BREAK.search(element.get("style") or ""):
            self._end()
            self._out.append(Para(PAGE))
        if tag == "br":
            self._words.append("\v")
        elif tag == "table":
            self._end()
            self._out.append(_grid(element))
        elif tag in ("ul", "ol"):
            self._end()
            self._lists.append(_start(element) if tag == "ol" else None)
            self._children(element, depth, pre)
            self._end()
            self._lists.pop()
        elif tag == "li":
            self._end()
            self._item(element)
            self._children(element, depth, pre)
            self._end()
            self._label = ""
        elif tag in _LINES:
            self._end()
            self._children(element, depth, pre or tag == "pre")
            self._end()
        elif tag == "sup":
            self._raised(element)
        else:
            self._children(element, depth, pre)

    def _raised(self, element: Any) -> None:
        """The number of a note is set apart from its word; "m²" keeps its power."""
        if element.find(".//a") is not None:
            return  # a link to the note, which stands at the page's end
        text = "".join(element.itertext()).strip(" []")
        self._words.append(raised(text, "".join(self._words[-4:])) if text.isdigit() else text)

    def _item(self, element: Any) -> None:
        number = self._lists[-1] if self._lists else None
        words = "".join(element.itertext()).lstrip()
        if number is not None:
            stated = element.get("value") or ""
            number = int(stated) if stated.isdigit() and len(stated) < 6 else number
            self._lists[-1] = number + 1
            self._label = f"{_numbered(element.getparent(), number)} "
        elif not re.match(r"[-–—+•*]|\(?\w{1,4}[.)]\s", words):
            self._label = "- "


def _start(element: Any) -> int:
    stated = element.get("start") or ""
    return int(stated) if stated.isdigit() and len(stated) < 6 else 1


def _numbered(parent: Any, number: int) -> str:
    forms = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
    kind = parent.get("type") if parent is not None else None
    return show(number, forms.get(kind or "1", "decimal")) + (")" if kind == "a" else ".")


def _left_out(element: Any) -> bool:
    tag = element.tag.lower()
    if tag in _DROPPED:
        # Portals wrap whole documents in a form, and a few in header: kept when the plan is inside.
        return tag not in ("form", "header", "footer") or not _holds_plan(element)
    if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or element.get("role") in ("navigation", "banner", "search", "dialog"):
        return True
    name = f"{element.get('id') or ''} {element.get('class') or ''}"
    return bool(_NAVIGATION.search(name)) and not _holds_plan(element)


def _holds_plan(element: Any) -> bool:
    text = fold("".join(element.itertext()))
    return "noi nhan" in text or "cong hoa xa hoi" in text or (len(text) > 400 and "ke hoach" in text)


def _squeezed(text: str) -> str:
    """Spaces as a browser shows them: runs of blanks are one, hard blanks stay."""
    lines = [re.sub(r" {2,}", " ", line).strip(" ") for line in text.split("\v")]
    return "\n".join(line.replace("\x1f", " ").strip() for line in lines if line.strip(" \x1f"))


# -- tables


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if not isinstance(element.tag, str):
            continue
        if element.tag == "tr":
            yield element
        elif element.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(element)


def _span(element: Any, name: str) -> int:
    stated = (element.get(name) or "1").strip()
    return max(1, min(int(stated), 200)) if stated.isdigit() and len(stated) < 6 else 1


def _grid(table: Any) -> Grid:
    grid = Grid()
    open_below: dict[int, int] = {}  # column → rows it still goes on
    for row in _rows(table):
        cells: list[Cell] = []
        at = 0

        def skip_merged(at: int, cells: list[Cell] = cells) -> int:
            while open_below.get(at, 0) > 0:
                open_below[at] -= 1
                cells.append(Cell([], at, 1, True))
                at += 1
            return at

        for element in row:
            if not isinstance(element.tag, str) or element.tag not in ("td", "th") or _left_out(element):
                continue
            at = skip_merged(at)
            span, down = _span(element, "colspan"), _span(element, "rowspan")
            cells.append(Cell(_Page().read(element), at, span))
            for column in range(at, at + span):
                open_below[column] = down - 1
            at += span
        skip_merged(at)
        grid.rows.append(cells)
    captions = [c for c in table if isinstance(c.tag, str) and c.tag == "caption"]
    if captions:
        grid.rows.insert(0, [Cell(_Page().read(captions[0]), 0, 1)])
    return grid
