"""Damages a plan as scanning, pasting and printing do, and never a number, a date or a name.

Each kind is a function of (text, rng) on the raw text of a plan: paragraphs on lines of their own, table rows with
tabs. `damage(text, seed, level)` mixes them; the same seed always gives the same text.
Words are only ever hurt where they are written in small letters, so names of people and places stay whole.
"""

import re
import textwrap
import unicodedata
from collections.abc import Callable
from random import Random

Kind = Callable[[str, Random], str]

WIDTH = 70
_SMALL = r"a-zà-öø-ýăđĩũơưạ-ỹ"
_WORD = re.compile(rf"(?<![\w/@.<>=:&\-])[{_SMALL}]{{3,}}(?![\w/@<>=&\-])")
_MARK = re.compile(r"^\s*(?:\*{2,3})?(?:[-–+•*]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,4}\.|[a-zđ]\)|[A-ZĐ]\.|Bước \d)")

# What scanners make of the words that plans live by (genre: "Damage seen").
SLIPS = (
    ("phấn đấu", ("phân đấu", "phần đầu", "phân đầu", "phần đấu")),
    ("chuyển đổi", ("chuyên đổi", "chuyển đối", "chuyến đổi")),
    ("sổ sức khỏe", ("số sức khỏe", "sô sức khoẻ")),
    ("trao đổi", ("trao đối",)),
    ("định kỳ", ("định kǶ", "định ky", "đinh kỳ")),
    ("nếu", ("nêu",)),
    ("để", ("đề",)),
    ("kinh phí", ("kính phí", "kinh phi")),
    ("vật tư", ("vật tu",)),
    ("hằng", ("hàng",)),
    ("quý", ("quí", "qúy")),
    ("ủy", ("uỷ", "ùy", "úy")),
    ("hóa", ("hoá", "hòa")),
    ("hỗ trợ", ("hổ trợ",)),
    ("thời gian", ("thời gỉan", "thòi gian")),
    ("tổ chức", ("tồ chức", "tô chức")),
    ("nơi nhận", ("nôi nhận", "nơi nhân")),
    ("trước", ("truớc", "trứơc")),
    ("báo cáo", ("bảo cáo", "báo cảo")),
    ("cũ", ("cǜ",)),
    ("ngũ", ("ngǜ",)),
)
_ABBREVIATIONS = ("BCĐ", "CNSCĐ", "CĐS", "HĐND")
_OF_LETTERS = "\u0302\u0306\u031b"
_HOI, _NGA = "\u0309", "\u0303"


def _like(word: str, slip: str) -> str:
    """The slip with the capitals of what it replaces."""
    if word.isupper():
        return slip.upper()
    return slip[0].upper() + slip[1:] if word[0].isupper() else slip


def slips(text: str, rng: Random, share: float = 0.5) -> str:
    """The slips of the genre's own words."""
    for good, bad in SLIPS:
        text = re.sub(
            rf"(?<!\w){good}(?!\w)",
            lambda hit, bad=bad: _like(hit.group(), rng.choice(bad)) if rng.random() < share else hit.group(),
            text,
            flags=re.IGNORECASE,
        )
    for name in _ABBREVIATIONS:
        text = re.sub(
            rf"(?<![\w/\-]){name}(?![\w/\-])", lambda hit: _maybe(hit, hit.group().replace("Đ", "D"), rng, share), text
        )
    return text


def _maybe(hit: re.Match[str], other: str, rng: Random, share: float) -> str:
    return other if rng.random() < share else hit.group()


def _hurt_words(text: str, rng: Random, share: float, hurt: Callable[[str, Random], str]) -> str:
    return _WORD.sub(lambda hit: hurt(hit.group(), rng) if rng.random() < share else hit.group(), text)


def tones(text: str, rng: Random, share: float = 0.08) -> str:
    """Marks of tone changed or lost: hỏi for ngã, or none."""

    def hurt(word: str, rng: Random) -> str:
        apart = unicodedata.normalize("NFD", word)
        if _HOI in apart or _NGA in apart:
            swap = {_HOI: _NGA, _NGA: _HOI}
            return unicodedata.normalize("NFC", "".join(swap.get(c, c) for c in apart))
        marks = [i for i, c in enumerate(apart) if c in "\u0300\u0301\u0323"]
        if marks:
            at = rng.choice(marks)
            later = at + 2 if apart[at + 1 : at + 2] in _OF_LETTERS and apart[at + 1 : at + 2] else at + 1
            apart = apart[:at] + apart[at + 1 : later] + rng.choice(("", "\u0300", "\u0301")) + apart[later:]
        return unicodedata.normalize("NFC", apart)

    return _hurt_words(text, rng, share, hurt)


def accents(text: str, rng: Random, share: float = 0.12) -> str:
    """Words that lost all their marks."""

    def hurt(word: str, rng: Random) -> str:
        apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
        return "".join(c for c in apart if not unicodedata.combining(c))

    return _hurt_words(text, rng, share, hurt)


def letters(text: str, rng: Random, share: float = 0.02) -> str:
    """i read as l or 1, m as rn, inside words."""

    def hurt(word: str, rng: Random) -> str:
        forms = [word[:i] + new + word[i + 1 :] for i, c in enumerate(word) if i for new in _TWIN.get(c, ())]
        return rng.choice(forms) if forms else word

    return _hurt_words(text, rng, share, hurt)


_TWIN = {"i": ("l", "1"), "m": ("rn",)}


def spaces(text: str, rng: Random, share: float = 0.015) -> str:
    """Spaces lost between words and set inside them ("di đ ộng")."""
    text = re.sub(rf"(?<=[{_SMALL}]{{2}}) (?=[{_SMALL}]{{3}})", lambda hit: "" if rng.random() < share else " ", text)

    def hurt(word: str, rng: Random) -> str:
        onset = re.match(r"(?:ngh|ch|gh|kh|ng|nh|ph|th|tr|[bcdđghklmnprstvx])(?=[^\W\d_])", word)
        cut = onset.end() if onset and not re.match(r"[hg]", word[onset.end() :]) else None
        return f"{word[:cut]} {word[cut:]}" if cut and cut < len(word) - 1 else word

    return _hurt_words(text, rng, share, hurt)


def symbols(text: str, rng: Random) -> str:
    """Spaces inside the symbols of documents: "KH- UBND", "NQ -CP"."""
    return re.sub(
        r"(?<=[A-ZĐ]{2})-(?=[A-ZĐ]{2})",
        lambda hit: rng.choice(("- ", " -", "-", "-")),
        text,
    )


def decomposed(text: str, rng: Random) -> str:
    return unicodedata.normalize("NFD", text)


def junk(text: str, rng: Random) -> str:
    """A user's name of the printer glued to a sentence, once or twice a document."""
    ends = [m.end() for m in re.finditer(rf"[{_SMALL}]{{3}}\.(?=\n)", text)]
    for at in sorted(rng.sample(ends, min(2, len(ends))), reverse=True):
        text = text[:at] + rng.choice(("thuyvy", "admin", "vanthu", "hoangnt")) + text[at:]
    return text


# -- lines and pages --------------------------------------------------------------------


def _is_row(line: str) -> bool:
    """A row of a table, or two columns on one line."""
    return "\t" in line or line.lstrip().startswith("|") or re.search(r"\S {4,}\S", line) is not None


def wrap(text: str, rng: Random) -> str:
    """Lines broken at a fixed width, blank lines between paragraphs kept."""
    out = []
    for line in text.split("\n"):
        out += [line] if _is_row(line) or len(line) <= WIDTH else textwrap.wrap(line, WIDTH, break_on_hyphens=False)
    return "\n".join(out)


def wrap_tight(text: str, rng: Random) -> str:
    """Lines broken at a fixed width and no blank line left."""
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", wrap(text, rng))


def wrap_wide(text: str, rng: Random) -> str:
    """Every paragraph apart by a blank line, each broken as a page of proportional type breaks it."""
    out = []
    for line in text.split("\n"):
        if _is_row(line) or len(line) <= WIDTH:
            out.append(line)
            continue
        words, row = line.split(" "), ""
        limit = rng.randint(84, 96)
        for word in words:
            if row and len(row) + 1 + len(word) > limit:
                out.append(row)
                row, limit = word, rng.randint(84, 96)
            else:
                row = f"{row} {word}".strip()
        out.append(row)
    return "\n".join(out)


def pages(text: str, rng: Random) -> str:
    """Page ends in the middle of sentences, with and without form feeds and page numbers."""
    lines = text.split("\n")
    spots = [i for i, x in enumerate(lines) if not _is_row(x) and len(x) > 140]
    chosen = sorted(rng.sample(spots, min(len(spots), max(3, len(lines) // 25))))
    style = rng.choice(("feed", "number", "both", "blank", "trang"))
    for page, i in enumerate(chosen, start=2):
        line = lines[i]
        cuts = [m.start() for m in re.finditer(rf"(?<=[{_SMALL}]{{2}}|[{_SMALL}],) (?=[^\W\d_]{{2}})", line)]
        cuts = [c for c in cuts if 30 < c < len(line) - 20 and not re.search(r"[Nn]gày$|số$|năm$", line[:c])]
        if not cuts:
            continue
        small = [c for c in cuts if line[c + 1].islower()]
        cut = rng.choice(small if small and rng.random() < 0.85 else cuts)
        between = {
            "feed": "\f",
            "number": f"\n\n{page}\n\n",
            "both": f"\n\n\f{page}\n\n",
            "blank": "\n\n",
            "trang": f"\n\nTrang {page}\n\n\f",
        }[style]
        lines[i] = line[:cut] + between + line[cut + 1 :]
    return "\n".join(lines)


# -- tables -----------------------------------------------------------------------------


def _tables(lines: list[str]) -> list[tuple[int, int]]:
    """(first, last) rows of the tables that have three columns or more and one row a line."""
    out: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if line.count("\t") < 2:
            continue
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def _each_table(text: str, change: Callable[[list[str]], list[str]]) -> str:
    lines = text.split("\n")
    for first, last in reversed(_tables(lines)):
        lines[first:last] = change(lines[first:last])
    return "\n".join(lines)


def bars(text: str, rng: Random) -> str:
    """Tables as lines with bars and a line of dashes under the head."""

    def change(rows: list[str]) -> list[str]:
        drawn = ["| " + " | ".join(row.split("\t")) + " |" for row in rows]
        width = rows[0].count("\t") + 1
        rule = rng.choice(("|" + "---|" * width, "|" + ":---|" * width, "| " + " | ".join(["---"] * width) + " |"))
        return [drawn[0], rule, *drawn[1:]]

    return _each_table(text, change)


def drawn(text: str, rng: Random) -> str:
    """Tables drawn in plain text: cells wrapped over several lines with bars, a rule between rows."""

    def change(rows: list[str]) -> list[str]:
        if any("<" in row for row in rows):
            return rows  # nobody draws a table round HTML
        cells = [row.split("\t") for row in rows]
        columns = max(map(len, cells))
        widths = [min(22, max(5, *(len(r[c]) if c < len(r) else 0 for r in cells))) for c in range(columns)]
        rule = "|" + "|".join("-" * (w + 2) for w in widths) + "|"
        out = [rule]
        for row in cells:
            wrapped = [textwrap.wrap(row[c], widths[c]) if c < len(row) else [] for c in range(columns)]
            for k in range(max(1, *map(len, wrapped))):
                parts = [(w[k] if k < len(w) else "").ljust(widths[c]) for c, w in enumerate(wrapped)]
                out.append("| " + " | ".join(parts) + " |")
            out.append(rule)
        return out

    return _each_table(text, change)


def bars_wrapped(text: str, rng: Random) -> str:
    """Rows with bars broken at a fixed width like sentences."""
    out = []
    for line in bars(text, rng).split("\n"):
        out += textwrap.wrap(line, WIDTH, break_on_hyphens=False) or [""] if line.startswith("|") else [line]
    return "\n".join(out)


def bars_loose(text: str, rng: Random) -> str:
    """Cells wrapped over several lines with bars, no rule and no filling up."""

    def change(rows: list[str]) -> list[str]:
        out = []
        for row in rows:
            cells = [textwrap.wrap(cell, 26) or [""] for cell in row.split("\t")]
            for k in range(max(map(len, cells))):
                out.append("| " + " | ".join(cell[k] if k < len(cell) else "" for cell in cells) + " |")
        return [out[0], "|" + "---|" * (rows[0].count("\t") + 1), *out[1:]]

    return _each_table(text, change)


def html_cells(text: str, rng: Random) -> str:
    """HTML left in cells."""
    forms = (
        "<p>{}</p>",
        "<i>{}</i>",
        "<ul><li>{}</li></ul>",
        "{}<br>",
        '<p style="text-align:left">{}</p>',
        "<b>{}</b>",
    )

    def change(rows: list[str]) -> list[str]:
        return [
            "\t".join(rng.choice(forms).format(c) if c.strip() and rng.random() < 0.4 else c for c in row.split("\t"))
            for row in rows
        ]

    return _each_table(text, change)


def cut_rows(text: str, rng: Random) -> str:
    """Rows cut by a page end, with the head of the table told again."""

    def change(rows: list[str]) -> list[str]:
        out = [rows[0]]
        for row in rows[1:]:
            cells = row.split("\t")
            longest = max(range(len(cells)), key=lambda c: len(cells[c]))
            gaps = [m.start() for m in re.finditer(rf"(?<=[{_SMALL}]{{2}}) (?=[{_SMALL}]{{2}})", cells[longest])]
            gaps = [g for g in gaps if 10 < g < len(cells[longest]) - 10]
            if not gaps or rng.random() > 0.3 or longest == 0:
                out.append(row)
                continue
            at = rng.choice(gaps)
            top, rest = list(cells), [""] * len(cells)
            top[longest], rest[longest] = cells[longest][:at], cells[longest][at + 1 :]
            out += ["\t".join(top), rng.choice(("", "\f", "7", "\f7")), rows[0], "\t".join(rest)]
        return out

    return _each_table(text, change)


def split_rows(text: str, rng: Random) -> str:
    """Rows in two pieces with no head between."""

    def change(rows: list[str]) -> list[str]:
        out = [rows[0]]
        for row in rows[1:]:
            cells = row.split("\t")
            top, rest = list(cells), [""] * len(cells)
            for c, cell in enumerate(cells[1:], start=1):
                gaps = [m.start() for m in re.finditer(rf"(?<=[{_SMALL}]{{2}}) (?=[{_SMALL}]{{2}})", cell)]
                if len(cell) > 40 and gaps:
                    at = gaps[len(gaps) // 2]
                    top[c], rest[c] = cell[:at], cell[at + 1 :]
            out.append("\t".join(top))
            if any(rest):
                out.append("\t".join(rest))
        return out

    return _each_table(text, change)


# -- heads, feet, marks -----------------------------------------------------------------


def columns(text: str, rng: Random) -> str:
    """The two columns of head and foot flattened onto one line with many spaces."""
    lines = text.split("\n")
    number = next((i for i, x in enumerate(lines[:15]) if re.match(r"\W*Số\s*:", x) and "\t" not in x), None)
    dated = next((i for i, x in enumerate(lines[:15]) if re.search(r", ngày\b.*\bnăm\b", x) and "\t" not in x), None)
    if number is not None and dated is not None and 0 < dated - number <= 2:
        lines[number] = f"{lines[number].strip()}{' ' * rng.randint(8, 20)}{lines[dated].strip()}"
        del lines[number + 1 : dated + 1]
    second = r"(?<=\S)\t(?=(?:CỘNG HÒA|Độc lập|\*?[A-ZĐ][^\t\n]{2,20}, ngày))"
    text = re.sub(second, " " * rng.randint(6, 16), "\n".join(lines))
    return _foot_in_columns(text, rng)


def _foot_in_columns(text: str, rng: Random) -> str:
    """Recipients at the left, the signature at the right, line by line."""
    lines = text.split("\n")
    first = next((i for i, x in enumerate(lines) if re.match(r"N[ơô]i nh[ậâ]n", x)), None)
    if first is None:
        return text
    last = first + 1
    while last < len(lines) and not re.match(r"\W*(?:phụ lục|danh mục)", lines[last], re.IGNORECASE):
        last += 1
    told = [x.replace("*", "").strip() for x in lines[first:last] if x.strip("* \t")]
    left = [x for x in told if x.startswith(("-", "Nơi", "Nôi"))]
    right = [x for x in told if x not in left]
    if not 2 <= len(right) <= min(6, len(left)):
        return text
    rows = [f"{a:<56}{b}".strip() for a, b in zip(left, right + [""] * len(left), strict=False)]
    return "\n".join([*lines[:first], *rows, "", *lines[last:]])


def bullets(text: str, rng: Random) -> str:
    """Another bullet through the whole document, or two of them, as other word processors write."""
    mark = rng.choice(("– ", "• ", "+ ", "* ", "-", "–", "· "))
    foot = text.rfind("Nơi nhận")
    head, rest = (text[:foot], text[foot:]) if foot > 0 else (text, "")
    return re.sub(r"(?m)^- ", lambda hit: mark if rng.random() < 0.9 else "- ", head) + rest


def lost_bullets(text: str, rng: Random) -> str:
    """Bullets that a scanner took for dust."""
    foot = text.rfind("Nơi nhận")
    head, rest = (text[:foot], text[foot:]) if foot > 0 else (text, "")
    return re.sub(r"(?m)^- ", lambda hit: "" if rng.random() < 0.3 else "- ", head) + rest


def numbering(text: str, rng: Random) -> str:
    """No space after the dot, a space before it, or "1)" for "1."; the numbers stay."""

    def change(hit: re.Match[str]) -> str:
        n = hit.group(1)
        return rng.choice((f"{n}.", f"{n} . ", f"{n}. ", f"{n}.  "))

    return re.sub(r"(?m)^([IVX]{1,4}|\d{1,2})\. (?=[^\W\d_])", change, text)


def bold(text: str, rng: Random) -> str:
    """Marks of bold left around headings and their numbers."""

    def change(hit: re.Match[str]) -> str:
        mark, words = hit.group(1), hit.group(2)
        forms = ("**{m}. {w}**", "**{m}.** {w}", "{m}**. **{w}", "### {m}. {w}", "*{m}. {w}*")
        return rng.choice(forms).format(m=mark[:-1], w=words)

    return re.sub(r"(?m)^([IVX]{1,4}\.|\d{1,2}\.) ([^*\n]{4,90})(?<![.;,])$", change, text)


KINDS: dict[str, Kind] = {
    "slips": slips,
    "tones": tones,
    "letters": letters,
    "spaces": spaces,
    "symbols": symbols,
    "decomposed": decomposed,
    "junk": junk,
    "wrap": wrap,
    "wrap_tight": wrap_tight,
    "wrap_wide": wrap_wide,
    "pages": pages,
    "bars": bars,
    "drawn": drawn,
    "bars_wrapped": bars_wrapped,
    "bars_loose": bars_loose,
    "accents": accents,
    "html_cells": html_cells,
    "cut_rows": cut_rows,
    "split_rows": split_rows,
    "columns": columns,
    "bullets": bullets,
    "lost_bullets": lost_bullets,
    "numbering": numbering,
    "bold": bold,
}

# In the order in which a document suffers them: typed, printed, scanned, pasted.
LEVELS: dict[str, tuple[tuple[str, ...], ...]] = {
    "light": (("slips",), ("symbols", "numbering"), ("pages",), ("wrap", "bars")),
    "typical": (
        ("slips",), ("tones",), ("symbols",), ("numbering", "bold", "bullets"), ("cut_rows", "html_cells"), ("pages",),
        ("wrap", "wrap_tight", "wrap_wide"), ("bars",),
    ),
    "heavy": (
        ("slips",), ("tones",), ("letters",), ("spaces",), ("symbols",), ("junk",), ("numbering",), ("bold",),
        ("bullets", "lost_bullets"), ("cut_rows", "split_rows"), ("html_cells",), ("columns",), ("pages",),
        ("wrap", "wrap_tight", "wrap_wide"), ("bars", "drawn", "bars_wrapped"), ("decomposed", "junk"),
    ),
}  # fmt: skip


def damage(text: str, seed: int, level: str = "typical") -> str:
    """The text with the damages of a level; of kinds in one bracket one is drawn."""
    rng = Random(seed)
    for group in LEVELS[level]:
        text = KINDS[rng.choice(group)](text, rng)
    return text


def figures_of(text: str) -> list[str]:
    """Every number with its dots, commas and slashes, sorted: what no damage and no repair may change."""
    text = re.sub(rf"(?<=[{_SMALL}])1|1(?=[{_SMALL}])", "i", unicodedata.normalize("NFC", text))
    return sorted(re.findall(r"\d+(?:[./,]\d+)*", text))
