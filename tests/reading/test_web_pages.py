"""Web pages, web archives, Markdown and pasted text: the plan in them reads as the plan itself."""

import email.mime.multipart
import email.mime.text

import pytest

from tungnha import reading
from tungnha.reading import intake
from tungnha.reading.intake.html import read_html
from tungnha.reading.intake.markdown import read_markdown

from .test_word_plans import SLUGS, as_text, finds, read
from .web_pages import RELATED, pasted, portal_page


def lines(page):
    return [line for line in read_html(page).text.split("\n") if line.strip()]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_portals_page_reads_like_the_text(slug):
    page = portal_page(as_text(slug))
    assert finds(read("trang.html", page.encode())) == finds(reading.read_text(as_text(slug)))
    assert RELATED not in intake.take("trang.html", page.encode()).text


@pytest.mark.parametrize("name", ["ke-hoach.doc", "ke-hoach.docx", "ke-hoach.txt", "ke-hoach"])
def test_a_page_is_known_under_any_name(name):
    taken = intake.take(name, portal_page(as_text(SLUGS[0])).encode())
    assert taken.kind == "html"
    assert "<" not in taken.text


def test_a_web_archive_reads_like_its_page():
    page = portal_page(as_text(SLUGS[0]))
    archive = email.mime.multipart.MIMEMultipart("related")
    archive.attach(email.mime.text.MIMEText(page, "html", "utf-8"))
    taken = intake.take("ke-hoach.mht", archive.as_bytes())
    assert taken.kind == "mht"
    assert finds(reading.read_text(taken.text)) == finds(reading.read_text(as_text(SLUGS[0])))


def test_a_table_keeps_merged_cells_apart():
    page = """<table><tr><th>TT<th>Nội dung<th colspan=2>Cơ quan</tr>
      <tr><td>1</td><td>Phát thanh</td><td rowspan=2>Công an<br>xã</td><td>Các thôn</td></tr>
      <tr><td>2</td><td>Tờ rơi <ul><li>xã</li><li>thôn</li></ul></td><td></td></tr></table>"""
    assert lines(page) == [
        "TT\tNội dung\tCơ quan\t",
        "1\tPhát thanh\tCông an xã\tCác thôn",
        "2\tTờ rơi - xã - thôn\t\t",
    ]


def test_lists_show_the_numbers_a_browser_shows():
    page = "<ol type=I><li>Mục đích<ol start=3><li>Một<li><p>Hai</p></ol><li value=7>Yêu cầu</ol><ul><li>a<li>- b</ul>"
    assert lines(page) == ["I. Mục đích", "3. Một", "4. Hai", "VII. Yêu cầu", "- a", "- b"]


def test_lists_word_wrote_into_a_page_keep_their_numbers():
    page = (
        "<html><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>1.<span>&nbsp;"
        "&nbsp;</span></span><![endif]>Phòng Kinh tế</p><p>Trung ương<sup>2</sup> giao 5 km<sup>2</sup></p></html>"
    )
    assert lines(page) == ["1. Phòng Kinh tế", "Trung ương [2] giao 5 km²"]


def test_entities_and_blanks():
    page = "<div>Ph&ograve;ng Kinh tế &amp; Hạ tầng:&nbsp;  đạt\n &gt;&#160;80&#37; </div>"
    assert lines(page) == ["Phòng Kinh tế & Hạ tầng: đạt > 80%"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1258"])
def test_the_pages_own_charset_is_heeded(charset):
    from tests.identity.test_legacy import to_1258

    meta = f"<meta http-equiv=Content-Type content='text/html; charset={charset}'>"
    page = f"<html><head>{meta}</head><body><p>Kế hoạch số hóa"
    data = to_1258(page) if charset == "windows-1258" else page.encode(charset)
    taken = intake.take("a.html", data)
    assert taken.text == "Kế hoạch số hóa"


def test_old_letters_in_a_page_are_decoded_and_told():
    page = (
        "<html><body><p>Uû ban nh©n d©n x· Kim Bång ban hµnh kÕ ho¹ch phæ cËp dÞch vô c«ng trùc tuyÕn</p></body></html>"
    )
    taken = read_html(page)
    assert taken.text == "Uỷ ban nhân dân xã Kim Bồng ban hành kế hoạch phổ cập dịch vụ công trực tuyến"
    assert "TCVN3" in taken.notes[0]


def test_a_signature_in_a_footer_is_kept():
    page = "<html><body><p>KẾ HOẠCH</p><footer><p>Nơi nhận:</p><p>- Lưu: VT.</p></footer><footer>Bản quyền</footer>"
    assert lines(page) == ["KẾ HOẠCH", "Nơi nhận:", "- Lưu: VT."]


# -- Markdown


def test_markdown_marks_go_and_lines_stay():
    written = """# KẾ HOẠCH

> **Phổ cập chữ ký số** cho _người dân_
> xã Kim Bồng

1\\. Mục đích: đạt \\> 80% [theo Quyết định](https://vi.du/a_(b)) ![ảnh](a.png)
* Công an xã
- **Phòng __Văn hóa__ - Xã hội:** chủ trì; mã `so_lieu_2026`, m_h_n

```
Số: 5/KH-UBND
```
<!-- bỏ -->
"""
    got = [line.strip() for line in read_markdown(written).split("\n") if line.strip()]
    assert got == [
        "KẾ HOẠCH",
        "Phổ cập chữ ký số cho người dân",
        "xã Kim Bồng",
        "1. Mục đích: đạt > 80% theo Quyết định",
        "* Công an xã",
        "- Phòng Văn hóa - Xã hội: chủ trì; mã so_lieu_2026, m_h_n",
        "Số: 5/KH-UBND",
    ]


def test_a_comparator_at_the_start_of_a_line_is_no_quotation():
    assert read_markdown("> Mục tiêu\n> 64% dân số\n>90% hộ").split("\n") == ["Mục tiêu", "> 64% dân số", ">90% hộ"]


def test_markdown_tables_lose_their_bars_and_alignment():
    written = (
        "| TT | Nội dung | Chủ trì |\n|:--|:-:|--:|\n"
        "| 1 | Rà soát<br>dữ liệu \\| số | **Công an xã** |\n| 2 | Tờ rơi | |\n"
    )
    assert read_markdown(written).strip("\n").split("\n") == [
        "TT\tNội dung\tChủ trì",
        "1\tRà soát dữ liệu | số\tCông an xã",
        "2\tTờ rơi\t",
    ]


def as_markdown(text):
    """The sample with marks of Markdown on it: tables with bars, headings and bold heads, signs escaped."""
    out, in_table = [], False
    for line in pasted(text, 80).split("\n"):
        if line.startswith("| ") and not in_table:
            out += ["", line, "|" + "---|" * (line.count("|") - 1)]
        elif line.isupper() and not line.startswith("|"):
            out += [f"**{line}**"]
        else:
            out += [line.replace("./.", "\\./.")]
        in_table = line.startswith("|")
    return "\n".join(out)


@pytest.mark.parametrize("slug", SLUGS)
def test_markdown_reads_like_the_text(slug):
    taken = intake.take("ke-hoach.md", as_markdown(as_text(slug)).encode())
    assert taken.kind == "md"
    assert finds(reading.read_text(taken.text)) == finds(reading.read_text(as_text(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_text_pasted_from_a_page_reads_like_the_text(slug):
    assert finds(read("dan.txt", pasted(as_text(slug)).encode())) == finds(reading.read_text(as_text(slug)))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("made", ["vni", "viscii", "windows-1258", "tcvn3"])
def test_text_in_an_old_encoding_reads_like_the_text(slug, made):
    from tests.identity import test_legacy as old

    text = as_text(slug)
    write = {"vni": old.to_vni, "viscii": old.to_viscii, "windows-1258": old.to_1258, "tcvn3": old.to_tcvn3}[made]
    data = write(text.replace("–", "-").replace("“", '"').replace("”", '"').replace("…", "..."))
    taken = intake.take("cu.txt", data if isinstance(data, bytes) else data.encode("latin-1", errors="replace"))
    assert taken.encoding == made
    assert taken.notes
    got, wanted = finds(reading.read_text(taken.text)), finds(reading.read_text(text))
    for name in ("targets", "reporting") if made != "tcvn3" else ("reporting",):
        assert len(got[name]) == len(wanted[name])
    assert [t[0] for t in got["targets"]] == [t[0] for t in wanted["targets"]]
