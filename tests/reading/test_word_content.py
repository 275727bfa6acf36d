"""What a Word file holds besides plain paragraphs, and what of it is on the printed page."""

import io
import zipfile

import pytest

from tungnha.reading import intake

from .word_files import box, cell, package, page_field, paragraph, run, table


def text_of(body, **parts):
    return intake.take("a.docx", package(body, **parts)).text


def lines(body, **parts):
    return [line for line in text_of(body, **parts).split("\n") if line.strip()]


def words(inner, **parts):
    return text_of(paragraph(inner), **parts)


def small(name):
    return f"<w:r><w:{name}/></w:r>"


def test_inserted_words_stay_and_deleted_ones_go():
    assert words(run("Đạt ") + f"<w:del>{run('80%', tag='delText')}</w:del><w:ins>{run('90%')}</w:ins>") == "Đạt 90%"


def test_moved_words_stand_once_where_they_came_to():
    moved = f"<w:moveFrom>{run('Công an xã')}</w:moveFrom>"
    assert lines(paragraph(moved + run("đi")) + paragraph(f"<w:moveTo>{run('Công an xã')}</w:moveTo>")) == [
        "đi",
        "Công an xã",
    ]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(paragraph(run("Phòng Văn hóa "), mark) + paragraph("- Xã hội")) == ["Phòng Văn hóa - Xã hội"]


def test_a_deleted_row_goes():
    rows = table(
        [cell(paragraph("Nội dung")), cell(paragraph("Chủ trì"))], [cell(paragraph("A")), cell(paragraph("B"))]
    )
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("bỏ")) + "</w:tr></w:tbl>"
    assert lines(rows.replace("</w:tbl>", gone)) == ["Nội dung\tChủ trì", "A\tB"]


def test_hidden_words_go_and_capitals_by_format_come():
    assert (
        words(run("Kế hoạch", "<w:caps/>") + run(" ẩn", "<w:vanish/>") + run(" số", '<w:vanish w:val="0"/>'))
        == "KẾ HOẠCH số"
    )


def test_capitals_and_hiding_come_from_styles_too():
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = paragraph(
        run("Kế hoạch") + run("ẩn", '<w:rStyle w:val="An"/>') + run(" số", '<w:caps w:val="0"/>'),
        '<w:pStyle w:val="T"/>',
    )
    assert lines(body, styles=styles) == ["KẾ HOẠCH số"]


def test_a_note_never_sticks_to_a_word():
    reference = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    notes = (
        f'<w:footnote w:id="4">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" Kế hoạch số 5/KH-TU"))}</w:footnote>'
    )
    body = paragraph(run("theo Trung ương") + reference + run(" và tỉnh")) + paragraph("Hết./.")
    assert lines(body, footnotes=notes) == ["theo Trung ương và tỉnh", "Hết./.", "[1] Kế hoạch số 5/KH-TU"]


def test_a_note_number_typed_by_hand_is_set_apart_and_a_power_kept():
    up = '<w:vertAlign w:val="superscript"/>'
    assert words(run("Trung ương") + run("2", up) + run(" giao")) == "Trung ương [2]  giao"
    assert words(run("rộng 40 m") + run("2", up) + run(", 10") + run("4", up)) == "rộng 40 m², 10⁴"
    assert words(run("trước 9h") + run("00", up) + run(" thứ Sáu")) == "trước 9h00 thứ Sáu"


def test_signs_of_symbol_fonts_are_what_they_look_like():
    assert words(run("Tỷ lệ ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 80%")) == "Tỷ lệ ≥ 80%"
    assert words(run("Tỷ lệ ") + run("\uf0a3", '<w:rFonts w:ascii="Symbol"/>') + run(" 5%")) == "Tỷ lệ ≤ 5%"
    assert words(run("Tỷ lệ \uf0b3 70%")) == "Tỷ lệ ≥ 70%"


def test_hyphens():
    assert (
        words(run("KH") + small("noBreakHyphen") + run("UBND, chuyển") + small("softHyphen") + run(" đổi"))
        == "KH-UBND, chuyển đổi"
    )


def test_fields_show_their_result_and_page_numbers_go():
    reference = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF muc </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("mục II")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert words(run("xem ") + reference + run(", trang ") + page_field() + run("hết")) == "xem mục II, trang hết"
    simple = f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple>'
    simple += f'<w:fldSimple w:instr=" SEQ a ">{run("3")}</w:fldSimple>'
    assert words(simple) == "3"


def test_a_field_that_never_ends_does_not_swallow_the_plan():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert lines(paragraph(broken + run("mất")) + paragraph("còn")) == ["còn"]


def test_a_table_of_contents_is_not_read():
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('I. MỤC ĐÍCH 2')}</w:sdtContent></w:sdt>"
    )
    assert lines(toc + paragraph("KẾ HOẠCH")) == ["KẾ HOẠCH"]


def test_content_controls_links_and_smart_tags_are_looked_through():
    control = f"<w:sdt><w:sdtContent>{paragraph('Số: 05/KH-UBND')}</w:sdtContent></w:sdt>"
    inner = f"<w:sdt><w:sdtContent>{run('ngày 02')}</w:sdtContent></w:sdt><w:smartTag>{run(' tháng 3')}</w:smartTag>"
    assert lines(control + paragraph(inner + f"<w:hyperlink>{run(' năm 2026')}</w:hyperlink>")) == [
        "Số: 05/KH-UBND",
        "ngày 02 tháng 3 năm 2026",
    ]


def test_a_text_box_is_read_once_after_its_paragraph():
    assert lines(paragraph(box(paragraph("Trong hộp")) + run("Ngoài"))) == ["Ngoài", "Trong hộp"]


def test_stamps_and_marks_of_urgency_stand_at_the_end():
    body = paragraph(box(paragraph("HỎA TỐC")) + run("KẾ HOẠCH")) + paragraph(box(paragraph("ĐẾN Số: 45 Ngày: 3/2")))
    assert lines(body) == ["KẾ HOẠCH", "Dấu trên văn bản: HỎA TỐC; ĐẾN Số: 45 Ngày: 3/2"]


def test_page_ends_stand_between_paragraphs_only():
    rendered = "<w:r><w:lastRenderedPageBreak/><w:t>xã hội</w:t></w:r>"
    forced = '<w:r><w:br w:type="page"/></w:r>'
    body = (
        paragraph(run("Phòng Văn hóa - ") + rendered)
        + paragraph(forced)
        + paragraph("<w:r><w:lastRenderedPageBreak/></w:r>" + run("PHỤ LỤC"))
    )
    assert text_of(body) == "Phòng Văn hóa - xã hội\n\n\f\n\nPHỤ LỤC"


def test_header_and_footer_are_read_only_for_what_the_body_lacks():
    head = paragraph("Số: 12/KH-UBND") + paragraph(page_field())
    assert lines(paragraph("KẾ HOẠCH"), header1=head) == ["Số: 12/KH-UBND", "KẾ HOẠCH"]
    assert lines(paragraph("Số: 13/KH-UBND") + paragraph("KẾ HOẠCH"), header1=head) == ["Số: 13/KH-UBND", "KẾ HOẠCH"]
    assert lines(paragraph("KẾ HOẠCH"), footer1=paragraph("Trang ") + paragraph(page_field())) == ["KẾ HOẠCH"]


# -- tabs and tables


def test_tabs_that_align_are_spaces_and_tabs_between_columns_stay():
    assert words(run("1.") + small("tab") + run("Phòng Kinh tế")) == "1. Phòng Kinh tế"
    assert words(run("I.") + small("tab") + run("MỤC ĐÍCH, YÊU CẦU")) == "I. MỤC ĐÍCH, YÊU CẦU"
    assert words(run("Điều 1.") + small("tab") + run("PHẠM VI")) == "Điều 1. PHẠM VI"
    assert words(run("- Lưu: VT.") + small("tab") + run("Lò Thị Mai")) == "- Lưu: VT.\tLò Thị Mai"
    beside = run("Nơi nhận:") + small("tab") + small("tab") + run("TM. ỦY BAN NHÂN DÂN")
    assert words(beside) == "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN"


def test_recipients_and_signature_that_lost_their_table_come_apart():
    assert words(run("- Lưu: VT, VHXH.") + run("TM. ỦY BAN NHÂN DÂN")) == "- Lưu: VT, VHXH.\tTM. ỦY BAN NHÂN DÂN"


def test_a_table_typed_with_tabs_is_a_table():
    body = "".join(
        paragraph(small("tab").join(map(run, row)))
        for row in (["STT", "Nội dung", "Chủ trì"], ["1", "Rà soát", "Công an xã"])
    )
    assert lines(body) == ["STT\tNội dung\tChủ trì", "1\tRà soát\tCông an xã"]


HEAD = [cell(paragraph(t)) for t in ("STT", "Nội dung", "Chủ trì", "Thời gian")]


def test_a_cell_merged_over_rows_is_blank_below_and_one_over_columns_told_once():
    body = table(
        HEAD,
        [cell(paragraph("I")), cell(paragraph("Tuyên truyền"), '<w:gridSpan w:val="3"/>')],
        [
            cell(paragraph("1")),
            cell(paragraph("Phát thanh")),
            cell(paragraph("Công an xã"), '<w:vMerge w:val="restart"/>'),
            cell(paragraph("Tháng 4")),
        ],
        [cell(paragraph("2")), cell(paragraph("Tờ rơi")), cell("", "<w:vMerge/>"), cell(paragraph("Tháng 5"))],
    )
    assert lines(body)[1:] == ["I\tTuyên truyền\t\t", "1\tPhát thanh\tCông an xã\tTháng 4", "2\tTờ rơi\t\tTháng 5"]


def test_a_heading_of_two_storeys_becomes_one_row():
    merged = '<w:vMerge w:val="restart"/>'
    body = table(
        [
            cell(paragraph("TT"), merged),
            cell(paragraph("Nội dung"), merged),
            cell(paragraph("Cơ quan"), '<w:gridSpan w:val="2"/>'),
        ],
        [cell("", "<w:vMerge/>"), cell("", "<w:vMerge/>"), cell(paragraph("chủ trì")), cell(paragraph("phối hợp"))],
        [cell(paragraph(t)) for t in ("1", "Rà soát", "Công an xã", "Các thôn")],
    )
    assert lines(body) == ["TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp", "1\tRà soát\tCông an xã\tCác thôn"]


def test_column_edges_moved_by_hand_do_not_shift_the_columns():
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        [cell(paragraph("STT")), cell(paragraph("Nội dung"), wide), cell(paragraph("Chủ trì"))],
        [cell(paragraph("1"), wide), cell(paragraph("Rà soát")), cell(paragraph("Công an xã"))],
        grid=[800, 60, 4000, 2000],
    )
    assert lines(body) == ["STT\tNội dung\tChủ trì", "1\tRà soát\tCông an xã"]


def test_rows_that_begin_late_keep_their_columns():
    body = table(HEAD, [cell(paragraph("b")), cell(paragraph("c")), cell(paragraph("d"))])
    late = body.replace(
        '<w:tr><w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t xml:space="preserve">b',
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t xml:space="preserve">b',
    )
    assert lines(late)[1] == "\tb\tc\td"


def test_lines_of_a_cell_are_one_line_and_two_units_are_told_apart():
    units = cell(paragraph("Phòng Kinh tế") + paragraph("Công an xã"))
    broken = cell(paragraph(run("nhà văn") + small("br") + run("hóa thôn")))
    assert lines(table(HEAD, [cell(paragraph("1")), broken, units, cell(paragraph("Quý II"))]))[1] == (
        "1\tnhà văn hóa thôn\tPhòng Kinh tế; Công an xã\tQuý II"
    )


def test_a_page_end_inside_a_table_stands_before_a_row():
    late = cell(paragraph("<w:r><w:lastRenderedPageBreak/></w:r>" + run("2")))
    body = table(HEAD, [cell(paragraph("1"))] + [cell(paragraph("a"))] * 3, [late] + [cell(paragraph("b"))] * 3)
    assert text_of(body).split("\n")[1:] == ["1\ta\ta\ta", "\f2\tb\tb\tb"]


def test_head_and_signature_tables_are_lines_also_within_a_frame():
    head = table(
        [cell(paragraph("UBND XÃ KIM BỒNG")), cell(paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))],
        [cell(paragraph("Số: 5/KH-UBND")), cell(paragraph("Kim Bồng, ngày 02 tháng 3 năm 2026"))],
    )
    told = [
        "UBND XÃ KIM BỒNG",
        "Số: 5/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kim Bồng, ngày 02 tháng 3 năm 2026",
    ]
    assert lines(head) == told
    assert lines(table([cell(head + paragraph("KẾ HOẠCH"))])) == [*told, "KẾ HOẠCH"]


def test_a_task_table_with_a_date_in_it_is_no_head():
    body = table(
        HEAD, [cell(paragraph(t)) for t in ("1", "Theo văn bản của tỉnh, ngày 05 tháng 3", "Công an xã", "Quý II")]
    )
    assert lines(body)[1] == "1\tTheo văn bản của tỉnh, ngày 05 tháng 3\tCông an xã\tQuý II"


def test_a_small_table_without_a_counter_is_no_head_either():
    rows = [("Nội dung", "Chủ trì"), ("Theo văn bản của tỉnh, ngày 05 tháng 3 năm 2026", "Công an xã")]
    assert lines(table(*[[cell(paragraph(t)) for t in row] for row in rows])) == ["\t".join(row) for row in rows]


def test_a_field_nobody_filled_in_is_not_read():
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm để nhập')}</w:sdtContent></w:sdt>"
    assert words(run("Số: ") + empty + run("/KH-UBND")) == "Số: /KH-UBND"


def test_a_table_in_a_cell_stays_in_its_cell():
    inner = table([cell(paragraph("a")), cell(paragraph("b"))], [cell(paragraph("c")), cell(paragraph("d"))])
    body = table(HEAD, [cell(paragraph("1")), cell(inner), cell(paragraph("Công an xã")), cell(paragraph("Quý II"))])
    assert lines(body)[1] == "1\ta b c d\tCông an xã\tQuý II"


# -- old fonts, other makes of file


@pytest.mark.parametrize(
    ("font", "written", "meant"),
    [
        (".VnTime", "Uû ban nh©n d©n x· Kim Bång, n¨m 2026", "Uỷ ban nhân dân xã Kim Bồng, năm 2026"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "Uûy ban nhaân daân xaõ Kim Boàng", "Ủy ban nhân dân xã Kim Bồng"),
        (".VnTime", "Ủy ban nhân dân đã ở Unicode", "Ủy ban nhân dân đã ở Unicode"),
        ("Times New Roman", "Nhà văn hóa", "Nhà văn hóa"),
    ],
)
def test_words_in_old_fonts_are_decoded(font, written, meant):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    middle = len(written) // 2
    assert words(run(written[:middle], fonts) + run(written[middle:], fonts + "<w:b/>")) == meant


def test_decoding_is_told():
    taken = intake.take("a.docx", package(paragraph(run("nh©n d©n", '<w:rFonts w:ascii=".VnTime"/>'))))
    assert taken.encoding == "tcvn3"
    assert "TCVN3" in taken.notes[0]


def test_a_formula_is_read_and_the_macros_of_a_docm_are_not_looked_at():
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    formula = f"<m:oMath><m:r><m:t>≥</m:t></m:r>{half}</m:oMath>"
    assert words(run("đạt ") + formula) == "đạt ≥1/2"
    data = package(paragraph("KẾ HOẠCH"))
    assert intake.take("a.docm", data).text == "KẾ HOẠCH"


def test_the_strict_form_of_the_standard_is_read_and_a_main_part_of_another_name():
    usual, strict = b"http://schemas.openxmlformats.org/%s", b"http://purl.oclc.org/ooxml/%s"
    names = [(b"wordprocessingml/2006/main", b"wordprocessingml/main")]
    names += [(b"officeDocument/2006/relationships", b"officeDocument/relationships")]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(paragraph("KẾ HOẠCH")))) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            for old, new in names:
                data = data.replace(usual % old, strict % new)
            main = (b"word/document.xml", b"word/document2.xml")
            made.writestr(name.replace(*map(bytes.decode, main)), data.replace(*main))
    assert intake.take("a.docx", out.getvalue()).text == "KẾ HOẠCH"
